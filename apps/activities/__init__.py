"""活动链 — what organisations do together: activities, Party life, rotation, campaigns, contests, ideas."""
