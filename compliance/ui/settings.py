"""pantau.toml of the data folder on show, for pages; a wrong file is said, it does not stop a page."""

from __future__ import annotations

from compliance import config
from compliance.config import Config, ConfigError
from compliance.ui.first_start import active_data_dir
from compliance.ui.kept import kept


@kept
def current() -> tuple[Config, str | None]:
    """The configuration and what is wrong with it: with a problem, the defaults and its sentence."""
    try:
        return config.load(active_data_dir()), None
    except ConfigError as error:
        return Config(), str(error)
