#!/bin/sh
# What the clock brings about: every minute mails that wait leave, and related analyses and listing
# numbers follow what changed; every hour readers' digests that are due are made and use is summed up;
# personal data past its time is erased and the rarity of tags looked at anew every day; once a week
# the files are held against the database. When each was done last is kept in VAR_DIR, so that a
# restart repeats nothing.
# A failure is in the log; what is not for every minute is tried again an hour later.

kept=${VAR_DIR:-var}/chores
mkdir -p "$kept"

# once PERIOD COMMAND...: unless it was done in this period; %F is a day, %G-%V a week.
once() {
    period=$(date "+$1") hour=$(date +%F-%H)
    shift
    case "$(cat "$kept/$1" 2>/dev/null)" in "$period" | "failed $hour") return ;; esac
    if python manage.py "$@"; then
        echo "$period" >"$kept/$1"
    else
        echo "failed $hour" >"$kept/$1"
    fi
}

while :; do
    python manage.py send_notices
    python manage.py refresh_listing
    python manage.py refresh_related
    once %F-%H send_alerts
    once %F-%H aggregate_usage
    once %F purge_personal_data
    once %F rebuild_related
    once %G-%V check_files --remove
    # In the background, so that a signal to stop is heard at once.
    sleep 60 &
    trap 'exit 0' TERM INT
    wait $!
done
