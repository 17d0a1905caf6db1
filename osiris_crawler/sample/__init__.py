"""The sample archive: an invented press archive and the small server that shows it as a SPIP site would."""
