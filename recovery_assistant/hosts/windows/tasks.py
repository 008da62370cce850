r"""The scheduled tasks of Windows, read from their files below System32\Tasks."""

from __future__ import annotations

from collections.abc import Iterator

from recovery_assistant.domain.observation import Autorun, Gap
from recovery_assistant.domain.task_file import LARGEST_TASK, NoTaskError, read_task
from recovery_assistant.hosts import port
from recovery_assistant.hosts.windows import gaps as windows_gaps
from recovery_assistant.hosts.windows.files import Disk
from recovery_assistant.hosts.windows.places import Places
from recovery_assistant.hosts.windows.registry import Problem

FOLDER = r"%SYSTEMROOT%\System32\Tasks"
DEEPEST = 8
SWITCHED_OFF = " (switched off)"


def scheduled_tasks(disk: Disk, host: str, places: Places) -> Iterator[Autorun | Gap]:
    """Yield every action of every task file."""
    say = windows_gaps.of_place(host, port.SCHEDULED_TASKS)
    folder = places.expand(FOLDER)
    problems: list[Problem] = []
    for found in disk.walk(folder, DEEPEST):
        if isinstance(found, OSError):
            yield say(str(found.filename or folder), found)
            continue
        try:
            with disk.open(found.path) as file:
                task = read_task(file.read(LARGEST_TASK + 1))
        except OSError as error:
            yield say(found.path, error)
        except NoTaskError as error:
            problems.append(Problem(found.path, str(error)))
        else:
            for command in task.commands:
                yield Autorun(
                    source=found.path,
                    location=folder + ("" if task.is_enabled else SWITCHED_OFF),
                    name=found.path[len(folder) :],
                    command=places.expand(command),
                )
    yield from windows_gaps.of_values(host, port.SCHEDULED_TASKS, problems)
