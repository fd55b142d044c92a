"""Reading files that strangers made into tables. Everyone in them is invented."""

import io
import json
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_coc.errors import UsageError
from sheets_coc.tables.delimited import read_delimited
from sheets_coc.tables.encoding import decode
from sheets_coc.tables.reading import read_tables
from sheets_coc.tables.table import clean

TEXTS = {  # a list as it is saved in a country's own encoding
    "cp1252": "Nom;Prénom\nLefèvre;Hélène\nO’Neill;Zoë\n",
    "cp1250": "Imię;Nazwisko\nŁucja;Źdźbłowa\nZażółcisław;Gęślawski\n",
    "iso8859_2": "Imię;Nazwisko\nŁucja;Źdźbłowa\nZażółcisław;Gęślawski\n",
    "cp1254": "Ad;Soyad;E-posta\nGüneş;Çağlar;a@x.example\nİbrahim;Yıldız;b@x.example\n",
    "cp1257": "Vārds;Uzvārds\nJānis;Bērziņš\nĢirts;Kļaviņš\n",
    "cp1251": "Имя;Фамилия\nИван;Петров\nОльга;Щербакова\n",
    "koi8_r": "Имя;Фамилия\nИван;Петров\nОльга;Щербакова\n",
    "cp866": "Имя;Фамилия\nИван;Петров\nОльга;Щербакова\n",
    "cp1253": "Όνομα;Επώνυμο\nΓιώργος;Παπαδόπουλος\nΕλένη;Ιωαννίδου\n",
    "cp1255": "שם;משפחה\nיוסי;כהן\nמרים;לוי\n",
    "cp1256": "الاسم;البريد\nمحمد علي;a@x.example\n",
    "cp932": "氏名,メールアドレス\n山田 太郎,y@x.example\n霧島野 朔太,k@x.example\n",
    "euc_jp": "氏名,メールアドレス\n山田 太郎,y@x.example\n",
    "iso2022_jp": "氏名,メールアドレス\n山田 太郎,y@x.example\n",
    "gbk": "姓名,邮箱\n李小明,l@x.example\n欧阳澜风,o@x.example\n",
    "big5": "姓名,電子郵件\n歐陽瀾風,a@x.example\n陳大文,b@x.example\n",
    "euc_kr": "이름,이메일\n김철수,a@x.example\n이도향,b@x.example\n",
    "mac_roman": "Nom;Prénom\nLefèvre;Hélène\nMüller;Jörg\n",
    "cp850": "Nom;Prénom\nLefèvre;Hélène\nMüller;Jörg\n",
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_the_encodings_of_many_countries(encoding: str) -> None:
    assert decode(TEXTS[encoding].encode(encoding)).text == TEXTS[encoding]


def test_one_line_in_another_encoding_spoils_nothing() -> None:
    content = "Name\nZażółcisław Gęślawski\n".encode() + "Jörg Müllerin\n".encode("cp1252")
    assert decode(content).text == "Name\nZażółcisław Gęślawski\nJörg Müllerin\n"


def test_an_encoding_that_is_said() -> None:
    content = "Имя\nИван\n".encode("cp1251")
    (sheet,) = read_tables(content, encoding="cp1251").sheets
    assert sheet.rows[1].cells == ("Иван",)
    for wrong in ("utf-8", "no-such-encoding"):
        with pytest.raises(UsageError) as refused:
            read_tables(content, encoding=wrong)
        assert refused.value.code == "encoding"


@given(st.text(min_size=1, max_size=60).filter(lambda text: text.isprintable()))
def test_utf8_is_always_utf8(text: str) -> None:
    assert decode(text.encode()).text == text.removeprefix("\ufeff")


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(",;\t|"),
    st.lists(st.lists(st.sampled_from(["a", "b c", "x\ny", "1, 2", "p; q", 'say "x"', ""]),
                      min_size=3, max_size=3), min_size=2, max_size=12),
)  # fmt: skip
def test_the_separator_is_found_whatever_stands_in_the_cells(
    sign: str, rows: list[list[str]]
) -> None:
    quoted = [["Name", "Notes", "Email"], *rows]
    text = "\n".join(sign.join('"' + c.replace('"', '""') + '"' for c in row) for row in quoted)
    assert [list(row.cells) for row in read_delimited(text)] == quoted


def test_rows_of_different_width() -> None:
    text = "Name,Email,Company,Diet\nA B,a@x.example\nC D,c@x.example,ACME\nE F\n"
    rows = read_delimited(text)
    assert [len(row.cells) for row in rows[:4]] == [4, 2, 3, 1]


@pytest.mark.parametrize(
    ("delimiter", "expected"), [(";", ("a,b", "c")), (",", ("a", "b;c")), ("tab", ("a,b;c",))]
)
def test_a_separator_that_is_said(delimiter: str, expected: tuple[str, ...]) -> None:
    assert read_tables(b"a,b;c\n", delimiter=delimiter).sheets[0].rows[0].cells == expected


@pytest.mark.parametrize(
    "content",
    [b"<html><table><tr><td>Name</td></tr></table></html>", b'<?xml version="1.0"?><Workbook/>',
     b"\xef\xbb\xbf<!DOCTYPE html><html></html>", b'{"a": [1, 2]}', b'{"event": {"orders": []}}',
     b'{"results": [{"name": "A B"}], "next": "https://x.example/?page=2"}', b'["A B"]'],
)  # fmt: skip
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(UsageError) as refused:
        read_tables(content)
    assert refused.value.code == "list-format"


def rows_of(value: object) -> list[tuple[str, ...]]:
    (sheet,) = read_tables(json.dumps(value).encode()).sheets
    return [row.cells for row in sheet.rows]


def test_json_of_ticket_shops() -> None:
    order = {
        "code": "A1", "status": "c", "email": "b@x.example",
        "positions": [{"attendee_name": "Ida Roe", "attendee_email": "i@x.example",
                       "answers": [{"question": 7, "answer": "@ida"}]}],
    }  # fmt: skip
    event = {"organizer": {}, "questions": [{"id": 7, "question": "Handle"}], "orders": [order]}
    header, row = rows_of({"event": event})
    assert dict(zip(header, row, strict=True)) == {
        "Order code": "A1", "Status": "canceled", "Order email": "b@x.example",
        "Attendee name": "Ida Roe", "Attendee email": "i@x.example", "Handle": "@ida",
    }  # fmt: skip
    talk = {"title": "T", "persons": [{"public_name": "Ida Roe"}, {"public_name": "Jo Roe"}]}
    schedule = {"schedule": {"conference": {"days": [{"rooms": {"Hall": [talk]}}]}}}
    assert rows_of(schedule)[1] == ("T", "Ida Roe; Jo Roe")
    assert rows_of([{"Name": "Ida Roe", "Talks": ["a", "b"], "x": {"y": 1}}]) == [
        ("Name", "Talks", "x y"), ("Ida Roe", "a; b", "1"),
    ]  # fmt: skip


ODS = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="List"><table:table-row>
<table:table-cell><text:p>Name</text:p></table:table-cell>
<table:table-cell table:number-columns-repeated="2"/>
<table:table-cell><text:p>Day</text:p></table:table-cell>
<table:table-cell table:number-columns-repeated="16380"/></table:table-row>
<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>
<table:table-row><table:table-cell><text:p>Ida<text:s/>Roe</text:p></table:table-cell>
<table:covered-table-cell/><table:table-cell/>
<table:table-cell office:date-value="2026-05-01"><text:p>1 May</text:p></table:table-cell>
</table:table-row><table:table-row table:number-rows-repeated="1048570"><table:table-cell/>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


def ods(content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    return out.getvalue()


def test_ods() -> None:
    file = read_tables(ods(ODS))
    assert file.format == "ods"
    rows = [(row.number, row.cells) for row in file.sheets[0].rows]
    assert rows == [(1, ("Name", "", "", "Day")), (5, ("Ida Roe", "", "", "2026-05-01"))]


def test_ods_that_is_a_weapon() -> None:
    bomb = ODS.replace("<office:document", '<!DOCTYPE x [<!ENTITY a "aa">]><office:document', 1)
    cell = "<table:table-cell/>"
    filled = "<table:table-cell><text:p>x</text:p></table:table-cell>"
    far = ODS.replace(f'"3">{cell}', f'"900000">{filled}')
    refused_with = ((bomb, "list-format"), (ODS[:400], "list-format"), (far, "list-too-large"))
    for content, code in refused_with:
        with pytest.raises(UsageError) as refused:
            read_tables(ods(content))
        assert refused.value.code == code


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("Mary-Ann O&#039;Roe", "Mary-Ann O'Roe"), ("N&iacute; Roe", "Ní Roe"), ("R&D", "R&D"),
     ('="Ida Roe"', "Ida Roe"), ("\u200bida@x.example", "ida@x.example"), ("\u202eIda", "Ida"),
     ("AT&T; x", "AT&T; x")],
)  # fmt: skip
def test_what_programs_put_around_a_cell(cell: str, expected: str) -> None:
    assert clean(cell) == expected
