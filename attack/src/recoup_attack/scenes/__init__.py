"""All scenes, in the order they are played in: the database's last, for they disturb everything."""

from recoup_attack.scenes import (
    bus,
    calm,
    connections,
    database,
    keys,
    mail,
    money,
    records,
    requests,
    words,
)

SCENES = (
    *calm.SCENES,
    *connections.SCENES,
    *requests.SCENES,
    *words.SCENES,
    *mail.SCENES,
    *money.SCENES,
    *keys.SCENES,
    *bus.SCENES,
    *records.SCENES,
    *database.SCENES,
)
