"""One profile for each site, as data: what is this site's and not SPIP's."""

from osiris_crawler.sites.profile import DEFAULT_SITE, Profile, profile_for

__all__ = ["DEFAULT_SITE", "Profile", "profile_for"]
