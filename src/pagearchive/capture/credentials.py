"""User names and passwords for HTTP authentication, from a file in netrc's form, as curl and others read it.

machine forum.example.org login anna password secret
machine 127.0.0.1:8080 login anna password secret
"""

from __future__ import annotations

import netrc
from pathlib import Path
from urllib.parse import urlsplit

from pagearchive.errors import InputError


def credentials_for(file: Path, url: str) -> tuple[str, str] | None:
    """The user name and password that a file has for a URL's host (with its port before without); None: it has none.

    Raises InputError; what stands in the file is never part of the message.
    """
    try:
        known = netrc.netrc(str(file))
    except netrc.NetrcParseError as error:
        raise InputError(
            f"{file}: not in netrc's form (machine HOST login NAME password WORD), line {error.lineno}"
        ) from None
    except UnicodeDecodeError:
        raise InputError(f"{file}: not in netrc's form (machine HOST login NAME password WORD)") from None
    except OSError as error:
        raise InputError(f"{file}: {error.strerror or error}") from error
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    for name in (f"{host}:{parts.port}", host):
        if name in known.hosts:
            login, _, password = known.hosts[name]
            return login, password
    return None
