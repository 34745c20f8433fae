from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.candidates import Candidate, DateValue
from extract.document import blank_language, candidates_of, open_document, put
from extract.fields.calendar import is_election_day, month_of, resolve
from extract.fields.dateforms import read_mentions
from extract.fields.dates import find_dates, read_dates
from extract.fields.regulations import find_regulations
from extract.sentences import read_sentences
from tests.extract.markup import Expected, parse_markup

NLP = blank_language()


def read(text: str, published: str | None, title: str | None = None) -> list[Candidate[DateValue]]:
    day = date.fromisoformat(published) if published else None
    doc = read_sentences(open_document(NLP, title, text, published=day))
    put(doc, "regulations", list(find_regulations(doc)))
    return find_dates(doc)


def attributes(candidate: Candidate[DateValue]) -> dict[str, str]:
    value = candidate.value
    last = {"last": value.last_day.isoformat()} if value.last_day else {}
    agrees = {None: "none", True: "yes", False: "no"}[value.weekday_agrees]
    return {"day": value.day.isoformat(), "rule": candidate.rule, "basis": value.basis, "agrees": agrees, **last}


def check(found: list[Candidate[DateValue]], expected: list[Expected], text: str) -> None:
    assert [text[c.start : c.end] for c in found] == [e.words for e in expected]
    for candidate, wanted in zip(found, expected, strict=True):
        assert (candidate.start, candidate.end) == (wanted.start, wanted.end)
        have = attributes(candidate)
        assert {name: have.get(name) for name in wanted.attributes} == wanted.attributes
        assert "last" in wanted.attributes or "last" not in have
        if candidate.rule.startswith("veto:"):
            assert candidate.score <= 0.2
        elif candidate.rule == "timestamp":
            assert 0.2 < candidate.score <= 0.5
        else:
            assert candidate.score > 0.5 or wanted.attributes.get("weak") == "yes", candidate


# Days as papers print them. The day of publication stands first; "-" where it is not known.
FORMS = [
    (
        "-",
        "Apel digelar <d day='2023-10-10' rule='full' agrees='yes' basis='explicit'>Selasa (10/10/2023)</d> di aula.",
    ),
    ("-", "Ikrar dibaca <d day='2023-11-15' agrees='yes'>Rabu, 15 November 2023</d>, di alun-alun."),
    ("-", "Ikrar dibaca di aula,<d day='2023-11-15' agrees='yes'>Rabu 15-11-2023</d>."),
    ("-", "Ikrar dibaca <d day='2023-11-15' agrees='yes'>Rabu ( 15 / 11 / 2023 )</d> di aula."),
    ("-", "Ikrar dibaca <d day='2023-11-15' agrees='none'>15.11.2023</d> di aula."),
    ("-", "Ikrar dibaca <d day='2023-11-15' agrees='none'>2023-11-15</d> di aula."),
    ("-", "Apel <d day='2024-10-07' agrees='yes'>Senin 7 Okt 2024</d> itu singkat."),
    ("-", "Apel <d day='2024-08-05' agrees='yes'>Senin, 5 Agst. 2024</d> itu singkat."),
    ("-", "Apel <d day='2023-11-13' agrees='yes'>Senin tanggal 13 bulan Nopember tahun 2023</d> itu singkat."),
    ("-", "Apel <d day='2020-02-07' agrees='yes'>Jum'at, 7 Pebruari 2020</d> itu singkat."),
    ("-", "Apel <d day='2020-02-07' agrees='yes'>Jum’at (7/2/20)</d> itu singkat."),
    ("-", "Apel <d day='2023-12-03' agrees='yes'>Ahad, 3 Desember 2023</d> itu singkat."),
    ("-", "Apel pada <d day='2024-09-02' agrees='none'>tanggal 2 September 2024</d> itu singkat."),
    ("-", "APEL <d day='2024-10-03' agrees='yes'>KAMIS, 3 OKTOBER 2024</d> DI AULA"),
    ("-", "Apel <d day='2024-01-03' agrees='yes'>Rabu malam (3/1/2024)</d> itu singkat."),
    ("-", "Apel <d day='2024-01-03' agrees='yes'>Rabu Pon, 3 Januari 2024</d> itu singkat."),
    ("2024-09-06", "Apel <d day='2024-09-05' rule='calendar' agrees='yes'>Kamis (5/9)</d> pagi itu singkat."),
    ("2024-10-05", "Apel <d day='2024-10-04' agrees='yes'>Jumat kemarin (4/10)</d> itu singkat."),
    ("2024-07-07", "Apel ditutup, <d day='2024-07-06' agrees='yes'>Sabtu, 6/7/24</d>."),
    ("2024-01-04", "Apel <d day='2023-12-28' agrees='yes'>Kamis (28/12)</d> itu singkat."),
    ("2024-01-04", "Apel digelar <d day='2023-12-28' basis='explicit'>28 Desember</d> di aula."),
    ("2023-10-06", "Apel <d day='2023-10-02' rule='day' basis='relative' agrees='yes'>Senin (2)</d> itu singkat."),
    ("2023-10-20", "Apel <d day='2023-10-17' rule='day' basis='relative'>tanggal 17 lalu</d> itu singkat."),
]
SPANS = [
    ("-", "Ikrar <d day='2023-10-30' last='2023-10-31'>30-31 Oktober 2023</d> di aula."),
    ("-", "Ikrar <d day='2023-10-30' last='2023-10-31' agrees='yes'>Senin-Selasa (30-31/10/2023)</d> di aula."),
    ("-", "Ikrar <d day='2023-10-30' last='2023-11-02'>30 Oktober s.d. 2 November 2023</d> di aula."),
    ("-", "Ikrar <d day='2023-12-30' last='2024-01-02'>30 Desember 2023 - 2 Januari 2024</d> di aula."),
    ("-", "Ikrar <d day='2024-01-15' last='2024-01-17'>15 sampai dengan 17 Januari 2024</d> di aula."),
    ("-", "Ikrar <d day='2023-12-02' last='2023-12-03' agrees='yes'>Sabtu dan Minggu (2-3/12/2023)</d> di aula."),
    ("2023-11-04", "Ikrar <d day='2023-10-30' last='2023-11-02'>Senin (30/10) hingga Kamis (2/11)</d> di aula."),
    ("2023-11-04", "Ikrar mulai <d day='2023-10-30' last='2023-11-02'>Senin (30/10) hingga Kamis (2/11)</d> di aula."),
    (
        "-",
        "Ikrar <d day='2023-11-14'>14</d>, <d day='2023-11-15'>15</d> dan <d day='2023-11-17'>17 November 2023</d> di aula.",
    ),
]
RELATIVE = [
    ("2023-10-13", "Meja itu dua hari ini selalu ramai. Ikrar dibaca <d day='2023-10-13' rule='shift'>hari ini</d>."),
    (
        "2024-10-01",
        "Sikap itu dinyatakan bertepatan dengan hari pertama kampanye Pilkada 2024, <d day='2024-09-25'>Rabu (25/9)</d>.",
    ),
    ("2023-12-08", "Pegawai berikrar di Kota Serang, <d day='2023-12-08' rule='weekday' basis='relative'>Jumat</d>."),
    ("2023-12-11", "Pegawai berikrar di Kota Serang, <d day='2023-12-08' rule='weekday'>Jumat</d>."),
    ("2024-01-16", "Apel pada <d day='2024-01-15' rule='weekday'>Senin pagi</d> diisi ikrar."),
    ("2024-01-15", "Apel digelar <d day='2024-01-08' rule='weekday'>Senin lalu</d> di aula."),
    ("2024-11-05", "Apel digelar <d day='2024-10-31' rule='weekday'>Kamis pekan lalu</d> di aula."),
    ("2024-11-08", "Apel digelar <d day='2024-11-05' rule='weekday'>Selasa pekan ini</d> di aula."),
    ("2024-11-08", "Apel digelar <d day='2024-11-07' rule='shift' basis='relative'>kemarin</d> di aula."),
    ("2024-11-08", "Apel digelar <d day='2024-11-06' rule='shift'>kemarin lusa</d> di aula."),
    ("2024-11-08", "Apel digelar <d day='2024-11-08' rule='shift'>hari ini</d> di aula."),
    ("2024-11-08", "Apel digelar <d day='2024-11-08' rule='shift'>tadi pagi</d> di aula."),
    ("2024-11-08", "Apel digelar <d day='2024-11-06' rule='shift'>dua hari yang lalu</d> di aula."),
    ("2024-11-08", "Apel digelar pada hari <d day='2024-11-03' rule='weekday'>Minggu kemarin</d> di aula."),
    (
        "-",
        (
            "Apel <d day='2023-10-31'>Selasa (31/10/2023)</d>. <d day='2023-10-30' rule='chain' basis='relative'>Sehari "
            "sebelumnya</d> guru berikrar, <d day='2023-10-31' rule='chain'>sehari kemudian</d> lurah, dan <d day='2023-11-01' "
            "rule='chain'>keesokan harinya</d> camat."
        ),
    ),
    (
        "-",
        (
            "Apel <d day='2023-10-30'>Senin (30/10/2023)</d> diikuti guru, <d day='2023-10-31' rule='nth'>hari kedua</d> "
            "diikuti lurah, <d day='2023-11-01' rule='nth'>hari ketiga</d> diikuti camat."
        ),
    ),
    (
        "-",
        "Apel <d day='2023-10-30'>Senin (30/10/2023)</d> diikuti guru, <d day='2023-10-31'>Selasa</d> diikuti camat.",
    ),
    (
        "2023-11-04",
        "Apel <d day='2023-10-30'>Senin (30/10)</d>. <d day='2023-10-26' rule='chain'>Empat hari sebelumnya</d> batal.",
    ),
]
YEARS = [
    # an unknown day of publication: a complete day, or the one election named, makes the year sure
    (
        "-",
        "Ikrar <d day='2023-10-30'>Senin (30/10/2023)</d>, lalu <d day='2023-11-02' basis='inferred'>Kamis (2/11)</d> apel.",
    ),
    ("-", "Jelang Pilkada 2024 digelar apel, <d day='2024-09-30' basis='inferred' agrees='yes'>Senin (30/9)</d>."),
    ("-", "Jelang Pemilu 2024 digelar apel, <d day='2023-11-30' basis='inferred' agrees='yes'>Kamis (30/11)</d>."),
    ("-", "Apel digelar Senin (30/9) di aula."),
    ("-", "Apel digelar kemarin di aula, Jumat."),
    # misprints
    ("2023-11-18", "Ikrar dibaca <d day='2023-11-17' agrees='yes'>Jumat (17/11/2032)</d> di aula."),
    ("2024-01-11", "Ikrar dibaca <d day='2024-01-09' agrees='yes'>Selasa (9/1/2023)</d> di aula."),
    ("2023-11-23", "Ikrar dibaca <d day='2023-11-22' agrees='yes'>Rabu (22/10/2023)</d> di aula."),
    ("2024-10-01", "Ikrar dibaca <d day='2024-09-30' agrees='yes'>Senin, 31 September 2024</d> di aula."),
    ("2024-10-02", "Ikrar dibaca <d day='2024-10-01' agrees='yes'>Selasa, 31 September 2024</d> di aula."),
    ("2023-10-31", "Ikrar dibaca <d day='2023-10-30' agrees='yes'>Senin, 3O Oktober 2O23</d> di aula."),
    ("2023-11-14", "Ikrar dibaca <d day='2023-11-13' agrees='yes'>Senin, 13 Nopemberr 2023</d> di aula."),
    ("2024-09-18", "Ikrar dibaca <d day='2024-09-17' agrees='yes'>Selasa, 17 Setpember 2024</d> di aula."),
    ("2024-09-18", "Ikrar dibaca <d day='2024-09-17' agrees='yes'>Selasa (9/17/2024)</d> di aula."),
    ("2024-09-18", "Ikrar dibaca <d day='2024-09-17' agrees='no'>Rabu (17/9/2024)</d> di aula."),
]
VETOES = [
    (
        "2024-02-06",
        "Hari pencoblosan tinggal menghitung pekan, <d day='2024-02-14' rule='veto:election'>14 Februari 2024</d>.",
    ),
    ("2024-02-06", "Pegawai diminta datang ke TPS <d day='2024-02-14' rule='veto:election'>14 Februari</d>."),
    ("-", "Warga memilih pada <d day='2020-12-09' rule='veto:election'>9 Desember 2020</d>."),
    ("2018-07-02", "Pilgub berlangsung <d day='2018-06-27' rule='veto:election'>27 Juni</d> lancar."),
    ("2023-12-01", "Masa kampanye dimulai <d day='2023-11-28' rule='veto:stage'>Selasa (28/11)</d>."),
    (
        "2024-09-30",
        "Penetapan pasangan calon dilakukan <d day='2024-09-22' rule='veto:stage'>22 September</d> oleh KPU.",
    ),
    (
        "2024-08-29",
        "Pendaftaran calon dibuka <d day='2024-08-27' last='2024-08-29' rule='veto:stage'>27-29 Agustus</d>.",
    ),
    (
        "2024-09-25",
        "Ikrar digelar jelang masa kampanye, <d day='2024-09-24' rule='calendar'>Selasa (24/9)</d>, di aula.",
    ),
    ("2024-09-14", "Apel disiapkan untuk <d day='2024-09-25' rule='veto:future'>Rabu pekan depan (25/9/2024)</d>."),
    ("2024-09-14", "Pegawai menyusul teken <d day='2024-09-15' rule='veto:future'>besok</d>."),
    ("-", "Ikrar dihelat <d day='2024-09-18' rule='veto:future'>Rabu, 18 September 2024</d> mendatang."),
    ("-", "Ikrar akan dihelat <d day='2024-09-18' rule='veto:planned'>Rabu, 18 September 2024</d>."),
    ("2024-09-17", "Apel yang sedianya diadakan <d day='2024-09-09' rule='veto:planned'>Senin (9/9)</d> diurungkan."),
    (
        "2024-09-19",
        (
            "Semula dijadwalkan <d day='2024-09-09' rule='veto:planned'>Senin (9/9)</d>, ikrar akhirnya digelar "
            "<d day='2024-09-11' rule='calendar'>Rabu (11/9)</d>."
        ),
    ),
    ("2024-09-19", "Aturan absen berlaku <d day='2024-09-02' rule='veto:limit'>2 September</d>."),
    ("2024-09-19", "Laporan diterima sejak <d day='2024-09-02' rule='veto:limit'>Senin (2/9)</d>."),
    ("2024-09-19", "Yohana dilantik gubernur pada <d day='2024-08-12' rule='veto:background'>12 Agustus 2024</d>."),
    ("2024-09-19", "Camat ditunjuk bupati pada <d day='2024-08-12' rule='veto:background'>12 Agustus 2024</d>."),
    ("2024-09-19", "Guru di sini pernah berjanji pada <d day='2022-03-08' rule='veto:background'>8 Maret 2022</d>."),
    (
        "2024-09-19",
        "Tiga tahun silam, <d day='2021-06-07' rule='veto:background'>7 Juni 2021</d>, pegawai berjanji.",
    ),
    (
        "2023-11-30",
        "Setahun sekali <d day='2023-11-25' rule='veto:background'>25 November</d> diperingati para guru.",
    ),
    (
        "2023-11-30",
        "Dasarnya Surat Bupati Nomor 270/12/SJ <d day='2023-09-05' rule='veto:regulation'>tanggal 5 September 2023</d>.",
    ),
    (
        "2023-11-30",
        "Dasarnya SKB 5 menteri yang diteken <d day='2022-09-22' rule='veto:regulation'>22 September 2022</d>.",
    ),
    ("2023-11-30", "Ia merujuk UU ASN, <d day='2023-11-29' rule='full'>Rabu (29/11/2023)</d>."),
    (
        "2023-11-30",
        "Ikrar usai.\n\nBaca juga: Apel Siaga <d day='2023-11-27' rule='veto:link'>Senin (27/11)</d> Dihadiri Camat",
    ),
    ("2023-11-30", "Ikrar usai.\n\nBACA JUGA:\n- Rapat <d day='2023-11-27' rule='veto:link'>Senin (27/11)</d> Ditunda"),
    ("2023-11-22", "<d day='2023-11-22' rule='timestamp'>Rabu, 22 November 2023</d> | 14:05 WIB\nIkrar dibaca."),
    ("2023-11-22", "Diterbitkan <d day='2023-11-22' rule='timestamp'>Rabu, 22 November 2023</d>\nIkrar dibaca."),
    ("2023-11-22", "Foto: Camat meneken pakta, <d day='2023-11-21' rule='full'>Selasa (21/11/2023)</d>."),
]
NOTHING = [
    "Skor 2-1, layanan 24/7, seperdua atau 1/2 bagian, pukul 10.30, Rp 3.500, ruang 3/5.",
    "PP 94/2021, UU 20/2023 dan UU Nomor 5 Tahun 2014 dikutip.",
    "Tiap Jumat dan setiap Senin ada apel; dua minggu lalu dan tiga bulan lalu juga.",
    "Minggu lalu ramai. Jumat Agung dan Jumat Berkah libur.",
    "Tahun kemarin dan pemilu kemarin berbeda, sampai hari ini belum selesai.",
    "Ada 30 mei-mei dan 99 Oktober 2023, juga 5 Juta dan 12 maret-maretan.",
]


@pytest.mark.parametrize(("published", "case"), FORMS + SPANS + RELATIVE + YEARS + VETOES)
def test_days_in_print(published: str, case: str) -> None:
    text, expected = parse_markup(case)
    check(read(text, None if published == "-" else published), expected, text)


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_day(text: str) -> None:
    assert read(text, "2024-03-15") == []


def test_a_dateline_goes_before_the_day_of_publication() -> None:
    text, expected = parse_markup(
        "KOTA BARU, <d day='2023-12-14' rule='dateline'>14 Desember 2023</d> – Dinas <d day='2023-12-14' rule='shift'>hari "
        "ini</d> menggelar ikrar."
    )
    check(read(text, "2023-12-15"), expected, text)
    text, expected = parse_markup(
        "KOTA BARU, <d day='2020-08-04' rule='dateline'>4/8/2020</d> (Warta Siang) – Ikrar digelar, <d day='2020-08-03' "
        "rule='shift'>kemarin</d>."
    )
    check(read(text, None), expected, text)


def test_a_time_stamp_stands_in_for_the_day_of_publication() -> None:
    text = "Rabu, 22 November 2023 | 14:05 WIB\nIkrar dibaca pegawai di aula kecamatan, Selasa."
    stamp, day = read(text, None)
    assert (stamp.rule, day.value.day) == ("timestamp", date(2023, 11, 21))


def test_offsets_count_from_the_title() -> None:
    found = read("Ikrar dibaca Senin (30/10/2023).", None, title="Apel Jumat (27/10/2023)")
    assert [(c.start, c.end, c.value.day.day) for c in found] == [(5, 23, 27), (38, 56, 30)]


def test_the_act_and_the_place_in_the_article_count() -> None:
    act, quote, other = read(
        "Pegawai mengucapkan ikrar di aula, Senin (30/10/2023).\n“Selasa (31/10/2023) saya rapat,” kata Sekda.\n"
        "Hujan turun Rabu (1/11/2023).",
        "2023-11-02",
    )
    assert act.score > other.score > quote.score > 0.5


def test_an_agreeing_weekday_counts() -> None:
    agreeing, plain, wrong = (
        read(f"Ikrar dibaca {day} di aula.", None)[0].score
        for day in ("Senin, 30 Oktober 2023", "30 Oktober 2023", "Selasa, 30 Oktober 2023")
    )
    assert agreeing > plain > wrong


def test_the_component_leaves_its_candidates_in_reading_order() -> None:
    doc = open_document(NLP, None, "Ikrar Senin (30/10/2023), apel Selasa (31/10/2023).")
    read_dates(read_sentences(doc))
    assert [c.value.day.day for c in candidates_of(doc, "dates")] == [30, 31]


def test_months() -> None:
    assert [month_of(name) for name in ("Nopember", "PEBRUARI", "agst.", "Oktobr", "Novmber", "Kamis", "Mart")] == [
        11, 2, 8, 10, 11, None, 3,
    ]  # fmt: skip


def test_a_day_that_cannot_be_told_is_none() -> None:
    assert resolve(30, 9, None, 0, None) is None
    assert resolve(40, 9, 2024, None, None) is None
    assert resolve(13, 13, 2024, None, None) is None
    assert resolve(3, 9, 1890, None, None) is None
    assert is_election_day(date(2024, 11, 27))
    assert not is_election_day(date(2024, 11, 28))


HOSTILE = {
    "digits": "1",
    "slashes": "1/",
    "ranges": "1-2-",
    "brackets": "(",
    "blanks": " ",
    "weekdays": "Senin, ",
    "days": "Senin (30/10/2023) ",
    "words": "dua hari ",
    "lists": "1, 2, ",
    "letters": "O",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_costs_linear_time(unit: str) -> None:
    def cost(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        begun = time.process_time()
        read_mentions(text)
        return time.process_time() - begun

    assert cost(1_000_000) < 20 * max(cost(100_000), 0.05)


def test_a_hostile_document_is_read_within_its_bounds() -> None:
    text = "Ikrar sejak Senin (30/10), UU Nomor 5 Tahun 2014 tanggal 3 Mei kemarin “" * 2000
    doc = read_sentences(open_document(NLP, None, text, published=date(2024, 1, 1)))
    put(doc, "regulations", list(find_regulations(doc)))
    begun = time.process_time()
    found = find_dates(doc)
    assert time.process_time() - begun < 5
    assert 0 < len(found) <= 10_000


def test_every_plane_of_unicode() -> None:
    text = "".join(chr(c) for c in range(0x20, 0x110000, 13) if not 0xD800 <= c < 0xE000)
    assert all(0 <= c.start < c.end <= len(text) for c in read(text, "2024-01-01"))


PIECES = st.sampled_from(
    ["Senin", "Jum’at", "(", ")", "30", "3O", "/10", "/2023", "-", " ", ", ", "Oktober", "kemarin", "sehari sebelumnya", "\n",
     "tanggal", "hingga", "31 September", "UU Nomor 5", "sejak", "Baca juga:", "”", "“", "hari ini", "2032", "٣", "½", "é"]
)  # fmt: skip


@given(
    st.lists(PIECES | st.text(max_size=4), max_size=25).map("".join),
    st.none() | st.dates(date(2018, 1, 1), date(2026, 12, 31)),
)
def test_any_text_yields_spans_within_it(text: str, published: date | None) -> None:
    for candidate in read(text, published.isoformat() if published else None):
        assert 0 <= candidate.start < candidate.end <= len(text)
        assert 0 <= candidate.score <= 1
        assert candidate.value.last_day is None or candidate.value.last_day > candidate.value.day
