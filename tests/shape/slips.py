"""Slips of the hand, after which records say what they do not mean."""

from __future__ import annotations

from sheets_coc.schema.columns import BY_KEY
from tests.shape.grid import Grid, Line

TORN = ("reported_on", "subjects", "contacts", "summary")


class Slips(Grid):
    """Some columns sorted, a corner dragged, cells inserted, two headings exchanged."""

    def come_apart(self) -> None:
        """A slip of the hand, after which records say what they do not mean."""
        slips = (self.tear, self.drag, self.shift_out, self.exchange, self.exchange)
        self.chance.choice(slips)()

    def _known(self, line: Line, key: str) -> bool:
        """Whether the tool has seen what stands in a cell."""
        column = self.columns.index(self._column(key))
        known = line.case in self.truths and line.case in self.last
        return known and self.last[line.case].get(key) == line.cells.get(column)

    def _slip(self, before: list[Line], said: str) -> None:
        self.undo = before
        self.said.append(said)

    def drag(self) -> None:
        """The corner of a date is dragged over the two rows below it, or above."""
        column = self.columns.index(self._column("reported_on"))
        runs = [
            three
            for at in range(len(self.lines) - 2)
            for three in (self.lines[at : at + 3], self.lines[at : at + 3][::-1])
            if all(self._known(line, "reported_on") for line in three)
        ]
        if not runs:
            return
        before = self._copies()
        first, *others = self.chance.choice(runs)
        day = first.cells[column]
        assert isinstance(day, float)
        step = self.chance.choice([0, 1, 7])
        for n, line in enumerate(others, start=1):
            line.cells[column] = day + step * n
        changed = [line for line in others if not self._known(line, "reported_on")]
        if len(changed) == 2:
            self._slip(before, f"drag {first.case}")
        else:
            self.lines = before

    def shift_out(self) -> None:
        """*Insert cells, shift down* on the last cell of a column."""
        line = self.lines[-1]
        key = self.chance.choice([*TORN, "decision"])
        if line.case not in self.truths or not self._known(line, key):
            return
        before = self._copies()
        column = self.columns.index(self._column(key))
        value = line.cells.pop(column, None)
        if value is not None:
            self.lines.append(Line("pushed down", {column: value}))
            self._slip(before, f"shift out {line.case} {key}")

    def exchange(self) -> None:
        """Two headings change places, and what stands below them does not."""
        one, other = self.chance.sample(
            ["hold", "decision", "reported_on", "expunge_on", "flag"], 2
        )
        columns = [self._column(one), self._column(other)]
        live = [line for line in self.lines if line.case in self.truths]
        if not all(self._known(line, column.key) for line in live for column in columns):
            return  # what was typed since, the tool has never seen
        if any(column.heading != BY_KEY[column.key].header for column in columns):
            return
        columns[0].heading, columns[1].heading = columns[1].heading, columns[0].heading
        self.exchanged = columns
        self._slip(self._copies(), f"exchange {one} {other}")

    def _copies(self) -> list[Line]:
        return [Line(line.case, dict(line.cells)) for line in self.lines]

    def tear(self) -> None:
        """Only some of the columns are sorted, or cells are inserted."""
        at = self.lines.index(self._header())
        below = [line for line in self.lines[at + 1 :] if line.case in self.truths]
        if len(below) < 2:
            return
        keys = self.chance.sample(TORN, self.chance.randint(1, 2))
        before = self._copies()
        order = below[:]
        if self.chance.random() < 0.5:
            self.chance.shuffle(order)
        else:
            order.insert(self.chance.randint(0, len(order)), Line("blank"))
        pushed = Line("pushed down")
        for key in keys:
            column = self.columns.index(self._column(key))
            values = [line.cells.get(column) for line in order]
            for line, value in zip([*below, pushed], values, strict=False):
                line.cells[column] = value
        if any(pushed.cells.values()):
            self.lines.insert(max(self.lines.index(line) for line in below) + 1, pushed)
        if self._moved(before, keys) >= 2:
            self._slip(before, f"tear {keys}")
        else:
            self.lines = before

    def _moved(self, before: list[Line], keys: list[str]) -> int:
        """Cells of rows the tool knows that hold what another row held the night before.

        What was typed since, the tool has never seen: where it went nobody can tell.
        """
        now = {line.case: line.cells for line in self.lines}
        known = [line for line in before if line.case in self.last and line.case in self.truths]
        moved = 0
        for key in keys:
            column = self.columns.index(self._column(key))
            held = {self.last[line.case].get(key) for line in known}
            moved += sum(
                now[line.case].get(column) != line.cells.get(column)
                and self.last[line.case].get(key) == line.cells.get(column)
                and now[line.case].get(column) in held
                for line in known
            )
        return moved
