"""When they were connected, on paper: a drawn line of time, the same as a list, and what the records say in sentences.

Who is told what: the bank gets connections and payments; a copy to share no names, numbers, addresses or files; the
technician nothing that the person told. File and line of each source stand on the copies of police and technician.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import structs

from recovery_assistant.domain import record as r
from recovery_assistant.domain.amounts import sign_of
from recovery_assistant.domain.maker_report import report_words
from recovery_assistant.domain.remembered import Known, known_of, teller_of
from recovery_assistant.domain.session import Activity, AnyTrace, Attempt, Remote, Session
from recovery_assistant.domain.suggesting import FITS_FIELD, FITS_STEP, of_strangers, own_number
from recovery_assistant.domain.telling import (
    Teller,
    asked,
    in_zone,
    tell,
    unknown_together,
    unread_words,
    zone_words,
)
from recovery_assistant.domain.timeline import Day, Moment, Timeline, timeline_of
from recovery_assistant.domain.timeline_bands import Band
from recovery_assistant.domain.timeline_summary import no_sessions_words
from recovery_assistant.record.findings import gap_text, sees_paths
from recovery_assistant.record.ground import Ground, pairs

MOST_SESSIONS, MOST_ATTEMPTS, MOST_SOURCES = 100, 20, 200
"""What is told in sentences and sources; the case file and the JSON have all of it."""
WITH_SOURCES: Final = ("police", "technician")


def connected(ground: Ground) -> list[r.RecordBlock]:
    """Return the section on the connections."""
    phrases = ground.words.telling.record
    heading = r.Heading(level=1, text=phrases.heading)
    if not ground.case.readings:
        return [heading, r.Text(text=phrases.not_read)]
    teller, known = teller_for(ground), known_for(ground)
    told = timeline_of(known, teller)
    opening = (told.headline,) if told.sessions else no_sessions_words(ground.case, teller)
    blocks: list[r.RecordBlock] = [heading, r.Text(text=opening[0], strong=True)]
    blocks += [r.Text(text=sentence) for sentence in (*opening[1:], *_zones(ground, teller))]
    blocks += [r.Note(text=sentence, strong=True) for sentence in told.warned]
    blocks += [r.Text(text=sentence) for sentence in (*told.compared, *_fits(ground, told))]
    blocks += _days(ground, told)
    blocks += _sentences(known, told, teller)
    blocks += _whom_to_ask(ground, teller)
    blocks += _what_was_read(ground, teller)
    return [*blocks, *_sources(ground, known.traces, teller)]


def _zones(ground: Ground, teller: Teller) -> tuple[str, ...]:
    """Return in which zone these times are; and those of all other sections, where they are of another one."""
    if not is_of_another_zone(ground, teller):
        return (zone_words(teller),)
    return (zone_words(teller), teller.phrases.record.other_zone.format(zone=ground.wording.zone()))


def is_of_another_zone(ground: Ground, teller: Teller) -> bool:
    """Return whether the PC that was read is set to another time than the one that makes this record."""
    return in_zone(ground.made_at, teller.zone).utcoffset() != ground.made_at.utcoffset()


def _fits(ground: Ground, told: Timeline) -> tuple[str, ...]:
    """Return what the person says to the times."""
    answer = ground.answer(FITS_STEP, FITS_FIELD) if told.sessions and ground.audience != "technician" else None
    phrases = ground.words.telling.suggest
    return {"yes": (phrases.lead_fits,), "no": (phrases.lead_differs,)}.get(str(answer), ())


def teller_for(ground: Ground) -> Teller:
    """Return what traces are told with on paper: the year always, and for a copy to share without names."""
    here = ground.made_at.tzinfo
    assert here is not None, "a record is made at a moment with its offset"  # noqa: S101 - `build` says so
    telling = ground.words.telling
    return teller_of(ground.case, telling, ground.catalogue, here, None, hides=ground.wording.hides)


def known_for(ground: Ground) -> Known:
    """Return what this audience may see on the timeline."""

    def name(contact_id: str) -> str:
        contact = ground.contact(contact_id)
        return contact.name if contact is not None else r.visible(contact_id)

    known = known_of(ground.case, ground.wording.money, name)
    if ground.audience == "technician":
        return Known(traces=known.traces, came=known.came, looks=known.looks)
    if ground.audience == "bank":
        return known._replace(traces=tuple(one for one in known.traces if not isinstance(one, Activity)))
    return known


def told_traces(ground: Ground) -> tuple[AnyTrace, ...]:
    """Return the traces for programs, masked as the blocks are."""
    return tuple(_masked(ground, one) for one in known_for(ground).traces)


def _masked(ground: Ground, trace: AnyTrace) -> AnyTrace:
    trace = structs.replace(trace, computer="", connection="")  # for merging alone
    if ground.wording.hides:
        hidden = structs.replace(
            trace, remote=Remote(), local_user="", detail="", instance="", start_raw="", sources=()
        )
        return structs.replace(hidden, end_raw="", mode="") if isinstance(hidden, Session) else hidden
    return trace if sees_paths(ground.audience) else structs.replace(trace, sources=(), detail="", instance="")


# --- picture and list -------------------------------------------------------------------------------------------------


def _days(ground: Ground, told: Timeline) -> list[r.RecordBlock]:
    phrases = ground.words.telling
    blocks: list[r.RecordBlock] = []
    for day in told.days:
        blocks.append(r.Heading(level=2, text=day.heading))
        if day.band is not None:
            blocks.append(_figure(ground, day, day.band))
            blocks.append(r.Heading(level=3, text=phrases.record.as_list))
        blocks.append(r.Items(items=tuple(_line(moment) for moment in day.moments)))
    if told.undated:
        blocks.append(r.Heading(level=2, text=phrases.record.other_times))
        blocks.append(r.Items(items=tuple(_line(moment) for moment in told.undated)))
    if told.days_left_out:
        blocks.append(r.Text(text=phrases.moments.days_left_out.format(count=told.days_left_out)))
    return blocks


def _line(moment: Moment) -> str:
    return f"{moment.time}: {moment.text}" if moment.time else moment.text


def _figure(ground: Ground, day: Day, band: Band) -> r.Figure:
    sign = sign_of(ground.country.currency)
    return r.Figure(
        alt=day.picture,
        lanes=band.lanes,
        bars=tuple(
            r.FigureBar(
                left=band.place(bar.start),
                right=band.place(bar.until),
                lane=bar.lane,
                label=bar.label,
                is_open=bar.is_open,
                is_start_open=bar.is_start_open,
            )
            for bar in band.bars
        ),
        ticks=tuple((band.place(at), text) for at, text in band.ticks),
        signs=tuple(
            r.FigureSign(place=band.place(one.at), text=sign if one.shape == "payment" else "") for one in band.signs
        ),
    )


# --- sentences --------------------------------------------------------------------------------------------------------


def _sentences(known: Known, told: Timeline, teller: Teller) -> list[r.RecordBlock]:
    phrases = teller.phrases.record
    attempts = [one for one in known.traces if isinstance(one, Attempt) and one.direction == "incoming"]
    out = [one for one in known.traces if isinstance(one, Session) and one.direction != "incoming"]
    shown: list[AnyTrace] = [*told.sessions[:MOST_SESSIONS], *attempts[:MOST_ATTEMPTS], *out[:MOST_ATTEMPTS]]
    if not shown:
        return []
    tellings = [tell(one, teller) for one in shown]
    blocks: list[r.RecordBlock] = [r.Heading(level=2, text=phrases.said)]
    blocks += [r.Text(text=" ".join((*one.said, *one.sure))) for one in tellings]
    left_out = len(told.sessions) - MOST_SESSIONS
    blocks += [r.Text(text=phrases.not_told.format(count=left_out))] if left_out > 0 else []
    return [*blocks, *_items(phrases.unknown, unknown_together(shown, teller))]


def _items(heading: str, sentences: Iterable[str]) -> list[r.RecordBlock]:
    once = tuple(dict.fromkeys(sentences))
    return [r.Heading(level=2, text=heading), r.Items(items=once)] if once else []


def _whom_to_ask(ground: Ground, teller: Teller) -> list[r.RecordBlock]:
    """Return whom to ask; on the person's own copy also the words to send to each maker."""
    phrases = teller.phrases.record
    strangers = of_strangers(ground.case, teller)
    blocks = _items(phrases.ask, asked(strangers, teller))
    if ground.audience != "me":
        return blocks
    for tool_id in dict.fromkeys(one.tool for one in strangers if teller.has_maker(one.tool)):
        blocks.append(r.Heading(level=3, text=phrases.maker.format(tool=teller.tool(tool_id))))
        own = own_number(ground.case.traces, tool_id)
        words = report_words(tool_id, strangers[:MOST_SESSIONS], teller, own)
        blocks += [r.Text(text=line) for line in words.split("\n")]
    return blocks


# --- what was read ----------------------------------------------------------------------------------------------------


def _what_was_read(ground: Ground, teller: Teller) -> list[r.RecordBlock]:
    phrases, case = ground.words.telling.record, ground.case
    newest = case.readings[-1]
    files = sum(one.told.files_read for one in case.readings if one.read_at == newest.read_at) or newest.told.files_read
    when = ground.wording.moment(newest.read_at)
    scopes = tuple(dict.fromkeys(word for one in case.readings for word in one.told.scope))
    blocks: list[r.RecordBlock] = [r.Text(text=phrases.read_on.format(when=when, count=files))]
    blocks += pairs(((phrases.scope, "\n".join(phrases.scopes.get(word, r.visible(word)) for word in scopes)),))
    missed = [gap_text(ground, gap) for one in case.readings for gap in one.told.gaps]
    if sees_paths(ground.audience):
        unread = {one.path: one.lines for reading in case.readings for one in reading.told.not_understood}
        missed += [unread_words(r.visible(path), count, teller) for path, count in unread.items()]
    left_out = newest.told.left_out
    missed += [phrases.left_out.format(count=left_out)] if left_out else []
    return [*blocks, *_items(phrases.not_read_places, missed)]


def _sources(ground: Ground, traces: Sequence[AnyTrace], teller: Teller) -> list[r.RecordBlock]:
    if ground.audience not in WITH_SOURCES:
        return []
    phrases, originals = teller.phrases.record, _originals(ground)
    told = []
    for trace in [one for one in traces if one.sources][:MOST_SOURCES]:
        lines: dict[str, list[int]] = {}
        for one in trace.sources[:MOST_ATTEMPTS]:
            lines.setdefault(_original(one.path, originals), []).append(one.line)
        places = [_place(path, [line for line in numbers if line], teller) for path, numbers in lines.items()]
        raw = f" ({r.visible(trace.start_raw[:60])})" if trace.start_raw else ""
        told.append(f"{tell(trace, teller).said[0]}{raw} {'; '.join(places)}")
    return _items(phrases.sources, told)


def _originals(ground: Ground) -> dict[str, str]:
    """Return the paths of the copied originals by what is left of them without their drive."""
    return {
        _plain(exhibit.path).partition(":/")[2] or _plain(exhibit.path)[1:]: exhibit.path
        for exhibit in ground.case.exhibits
    }


def _original(path: str, originals: Mapping[str, str]) -> str:
    """Return where a log stood on its own PC: it may have been read out of a copy of the disk."""
    parts = _plain(path).split("/")
    tails = ("/".join(parts[begin:]) for begin in range(len(parts) - 1))  # a name alone is none
    return next((originals[tail] for tail in tails if tail in originals), path)


def _plain(path: str) -> str:
    return path.replace("\\", "/").casefold()


def _place(path: str, lines: Sequence[int], teller: Teller) -> str:
    phrases = teller.phrases.record
    if not lines:
        return phrases.source_no_line.format(path=r.visible(path))
    phrase = phrases.source if len(lines) == 1 else phrases.source_lines
    return phrase.format(path=r.visible(path), line=", ".join(str(line) for line in lines))
