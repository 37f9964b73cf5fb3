"""Serves the web app: a listening socket, processes that share it, and an orderly end."""

from webapp.serving.listening import CannotListen, PortTaken
from webapp.serving.options import ServeOptions
from webapp.serving.proxies import NoAddress
from webapp.serving.serve import serve
from webapp.serving.supervisor import WorkersFail

__all__ = ["CannotListen", "NoAddress", "PortTaken", "ServeOptions", "WorkersFail", "serve"]
