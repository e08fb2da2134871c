"""Reads every calendar below some folders with PyPI's icalendar, and says what is wrong with it.

In: folders. Out: a line a problem, and how many calendars and events there were; status 1 where there was a problem or no
calendar. It knows nothing of how Chancery writes them.
"""

import pathlib
import sys

import icalendar


def problems_of(path):
    """Problems of a calendar, and how many events it has."""
    data = path.read_bytes()
    problems = []
    lines = data.split(b"\r\n")
    if any(b"\n" in line or b"\r" in line for line in lines):
        problems.append("a line does not end in CR and LF")
    if any(len(line) > 75 for line in lines):
        problems.append("a line is longer than 75 bytes")
    calendar = icalendar.Calendar.from_ical(data)
    for component in calendar.walk():
        problems.extend(f"{component.name}: {name}: {error}" for name, error in component.errors)
    events = calendar.walk("VEVENT")
    for event in events:
        missing = [name for name in ("UID", "DTSTAMP", "SUMMARY") if name not in event]
        problems.extend(f"an event has no {name}" for name in missing)
        # Without a DTEND there is nothing to compare; after the last day of 9999 Python itself has no other.
        if "DTEND" in event and event.decoded("DTEND") <= event.decoded("DTSTART"):
            problems.append(f"{event['UID']} ends before it begins")
    uids = [str(event["UID"]) for event in events if "UID" in event]
    problems.extend(f"{uid} is there twice" for uid in sorted({uid for uid in uids if uids.count(uid) > 1}))
    # What was read says the same when it is written again.
    if icalendar.Calendar.from_ical(calendar.to_ical()) != calendar:
        problems.append("it is another calendar when it is written again")
    return problems, len(events)


def main(folders):
    paths = sorted(path for folder in folders for path in pathlib.Path(folder).rglob("*.ics"))
    failed = events = 0
    for path in paths:
        try:
            problems, count = problems_of(path)
        except ValueError as error:
            problems, count = [f"it cannot be read: {error}"], 0
        events += count
        failed += bool(problems)
        for problem in problems:
            print(f"{path}: {problem}")
    print(f"{len(paths)} calendars with {events} events: {failed} with problems")
    return 1 if failed or not paths else 0


sys.exit(main(sys.argv[1:]))
