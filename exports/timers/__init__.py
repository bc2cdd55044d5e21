"""What starts the runs of a home that are due: systemd's timers, or lines of a crontab."""
