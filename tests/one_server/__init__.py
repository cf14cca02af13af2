"""The files for servers in real servers, and releases on them. `deploy.py` runs it all."""
