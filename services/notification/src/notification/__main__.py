"""``python -m notification serve|migrate``."""

from notification.main import build
from notification.settings import NotificationSettings
from recoup_service.run import run

run("notification", NotificationSettings, build)
