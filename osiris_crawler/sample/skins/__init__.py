"""The HTML skins of the sample site: two by the text order of the real site, and the look of SPIP 4."""
