"""不能备份或恢复的缘由。"""


class BackupFault(Exception):
    """A backup cannot be made or put back; the message is for people."""
