#!/bin/sh
# Mails that wait leave every minute; once a day use is summed up and personal data past its time is
# erased.
# A failure is in the log and is tried again: the mail server or the database may be back by then.

day=
while :; do
    python manage.py send_notices
    if [ "$(date +%F)" != "$day" ] && python manage.py aggregate_usage && python manage.py purge_personal_data; then
        day=$(date +%F)
    fi
    # In the background, so that a signal to stop is heard at once.
    sleep 60 &
    trap 'exit 0' TERM INT
    wait $!
done
