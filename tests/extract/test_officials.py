"""Officials in single sentences: every form of name and office, every kind of role, and who is nobody here.

A case is compared with all candidates of its text: their spans, in order, and all they say. `score` is printed where
the candidate may not be of the ceremony, `rule` alone where a rule speaks against it.
"""

from __future__ import annotations

import pytest

from extract.candidates import Candidate, OfficialValue
from extract.fields.officials import find_officials
from tests.extract.markup import parse_markup
from tests.extract.officials import read

CASES = {
    "full forms": [
        (
            "Apel dipimpin langsung oleh <official person='0' name='Sutopo Wibisono' office='Bupati Wonogiri' "
            "role='leader'>Bupati Wonogiri, Drs. H. Sutopo Wibisono, M.Si.</official>, di alun-alun."
        ),
        (
            "<official person='0' name='Rudolf Simbolon' office='Gubernur Kalimantan Utara' acting='Pjs' "
            "role='leader'>Pjs. Gubernur Kalimantan Utara Rudolf Simbolon, S.H., M.H.</official> membuka "
            "kegiatan."
        ),
        (
            "<official person='0' name='Handoyo Raharjo' office='Bupati Blora' acting='Pjs' "
            "role='leader'>Penjabat Sementara (Pjs) Bupati Blora Handoyo Raharjo</official> memimpin apel."
        ),
        (
            "Ikrar dibacakan <official person='0' name='Rukmini Hapsari' office='Kepala Badan Kepegawaian dan "
            "Pengembangan Sumber Daya Manusia Kabupaten Tuban' acting='Plt' role='leader'>Plt Kepala Badan "
            "Kepegawaian dan Pengembangan Sumber Daya Manusia (BKPSDM) Kabupaten Tuban Dr. Hj. Rukmini Hapsari, "
            "SE MM</official>."
        ),
        (
            "<official person='0' name='Bagyo Utomo' office='Sekretaris Daerah Purworejo' acting='Plh' "
            "role='leader'>Plh. Sekretaris Daerah (Sekda) Purworejo Ir. Bagyo Utomo</official> membacakan ikrar."
        ),
        (
            "Naskah dibacakan <official person='0' name='Sofyan Bahtiar' office='Kepala Dinas Perumahan, Kawasan "
            "Permukiman dan Pertanahan' role='leader'>Kepala Dinas Perumahan, Kawasan Permukiman dan Pertanahan "
            "Sofyan Bahtiar</official>."
        ),
        (
            "Ikrar dipandu <official person='0' name='Bagas Setyadi' office='Karutan Kelas II B Rantau' "
            "role='leader'>Karutan Kelas II B Rantau, Bagas Setyadi, A.Md.IP., S.H., M.H</official>."
        ),
        (
            "<official person='0' name='Jhon Purba' office='Kepala Kantor Regional VI BKN Medan' "
            "role='leader'>Kepala Kantor Regional VI BKN Medan Jhon Purba</official> memimpin pembacaan."
        ),
        (
            "<official person='0' name='Rahmadi' office='Koordinator Divisi Pencegahan, Parmas dan Humas "
            "Bawaslu' role='speaker'>Koordinator Divisi Pencegahan, Parmas dan Humas Bawaslu Rahmadi</official> "
            "menilai langkah itu tepat."
        ),
        (
            "<official person='0' name='Euis Sumarni' office='Kepala SMAN 2 Lembang' role='leader'>Kepala SMAN 2 "
            "Lembang Euis Sumarni</official> membacakan ikrar netralitas."
        ),
        (
            "<official person='0' name='Agus Prabawa' office='Direktur RSUD dr. Wiryono Ngawi' "
            "role='leader'>Direktur RSUD dr. Wiryono Ngawi, dr. Agus Prabawa, M.Kes</official>, bertindak "
            "sebagai pembina apel."
        ),
        (
            "<official person='0' name='Lisnawati Amra' office='Kepala Kanwil Kemenag Bengkulu' acting='Plt' "
            "role='leader'>Plt. Kepala Kanwil Kemenag Bengkulu\nDra. Hj. Lisnawati Amra, M.Pd.I</official> "
            "memandu ikrar."
        ),
        (
            "<official person='0' name='Rustamaji Hasan' office='Camat Waplau' acting='Plt' role='leader'>PLT. "
            "CAMAT WAPLAU h. RUSTAMAJI hasan, SE., MM</official> membuka acara."
        ),
        (
            "<official person='0' name='Usman Rentua' office='Walikota Tual' role='leader'>Walikota Tual Usman "
            "Rentua Spd Msi</official> pimpin ikrar ASN di lapangan"
        ),
    ],
    "either order": [
        (
            "<official person='0' name='Rafli Tobing' office='anggota Bawaslu Provinsi Riau' role='leader'>Rafli "
            "Tobing selaku anggota Bawaslu Provinsi Riau</official> memimpin ikrar."
        ),
        (
            "<official person='0' name='M. Sarkowi' office='Bupati Malang' role='speaker'>H. M. Sarkowi, Bupati "
            "Malang</official>, menuturkan hal itu."
        ),
        (
            "<official person='0' name='I Wayan Suarta' office='Kepala Dinas Kebudayaan Gianyar' role='leader'>I "
            "Wayan Suarta (Kepala Dinas Kebudayaan Gianyar)</official> membacakan ikrar."
        ),
        (
            "<official person='0' name='Toni Salim' office='Kepala Bidang Akademik' role='signer'>Dr. Toni Salim "
            "menekennya selaku Kepala Bidang Akademik</official>, <official person='1' name='Wulan Asih' "
            "office='Ketua Senat Dosen' role='signer'>Ir. Wulan Asih, M.T. selaku Ketua Senat Dosen</official>."
        ),
        (
            "<official person='0' name='Marta Wenda' office='Bawaslu Nabire' role='speaker'>Marta Wenda dari "
            "Bawaslu Nabire</official> menambahkan, laporan dibuka."
        ),
        (
            "Ikrar diucapkan oleh seorang <official person='0' name='Yustina Mbawu' office='guru SMPN 3 Ruteng' "
            "role='leader'>guru SMPN 3 Ruteng, Yustina Mbawu</official>, diikuti seluruh peserta."
        ),
        (
            "Barisan dipimpin <official person='0' name='Subandi' office='Kepala SMP Negeri 2 Ngawen' "
            "role='leader'>Subandi, sesepuh guru yang juga Kepala SMP Negeri 2 Ngawen</official>."
        ),
    ],
    "ranks, names that look like titles": [
        (
            "Hadir <official person='0' name='Seno Wibawa' office='Danlanal Sabang' role='attendee'>Danlanal "
            "Sabang Letkol Laut (P) Seno Wibawa, M.Tr.Opsla.</official>, <official person='1' name='Cut Meutia "
            "Sari' office='Kapolres Sabang' role='attendee'>Kapolres Sabang AKBP Cut Meutia Sari, "
            "S.I.K.</official> dan <official person='2' name='Teuku Rahmat' office='Kajari Sabang' "
            "role='attendee'>Kajari Sabang Teuku Rahmat</official>."
        ),
        (
            "<official person='0' name='I Made Suarta' office='Kasi Intel Korem 045/Gaya' role='leader'>Kasi "
            "Intel Korem 045/Gaya Mayor Inf I Made Suarta</official> memimpin apel."
        ),
        (
            "<official person='0' name='Lalu Wirasena' office='Ketua Korpri Lombok Utara' role='leader'>Ketua "
            "Korpri Lombok Utara H Lalu Wirasena</official> membacakan ikrar."
        ),
        (
            "<official person='0' name='Ida Bagus Parta' office='Sekda Gianyar' role='speaker'>Sekda Gianyar Ida "
            "Bagus Parta</official> menegaskan aturan itu."
        ),
        (
            "<official person='0' name='Andi Pangerang' office='Wabup Sigi' role='speaker'>Wabup Sigi Andi "
            "Pangerang</official> meminta ASN menjaga jarak."
        ),
        (
            "<official person='0' name='Bayu S. Adiputra' office='Bupati Rembang' acting='Pj' role='speaker'>Pj "
            "Bupati Rembang Bayu S. Adiputra</official> berharap semua netral."
        ),
        (
            "<official person='0' name='Yunus P Kafiar' office='Sekda Supiori' acting='Plt' role='speaker'>Plt "
            "Sekda Supiori Yunus P Kafiar, ST, MM</official> menekankan disiplin."
        ),
        (
            "<official person='0' name='Hasbullah' office='Gubernur NTB' acting='Pj' role='speaker'>Pj Gubernur "
            "NTB Dr. Hasbullah</official> menilai langkah itu baik."
        ),
    ],
    "lists": [
        (
            "Kegiatan dihadiri <official person='0' name='Yudi Frans' office='Kapolres Ende' "
            "role='attendee'>Kapolres Ende AKBP Yudi Frans</official>, <official person='1' name='Rikardo Purba' "
            "office='Dandim 1602/Ende' role='attendee'>Dandim 1602/Ende Letkol Kav Rikardo Purba</official>, "
            "<official person='2' name='Maria Bunga' office='Ketua KPU Ende' role='attendee'>Ketua KPU Ende "
            "Maria Bunga</official> dan <official person='3' office='Ketua Bawaslu' role='attendee'>Ketua "
            "Bawaslu</official>."
        ),
        (
            "Turut hadir <official person='0' name='Yohanes Watu' office='Sekda Ngada' role='attendee'>Sekda "
            "Ngada Yohanes Watu</official>, para camat, serta <official person='1' name='Frans Langoday' "
            "office='Inspektur Daerah' role='attendee'>Inspektur Daerah Frans Langoday</official>."
        ),
        (
            "<official person='0' office='Kapolres' role='attendee'>Kapolres</official>, <official person='1' "
            "office='Dandim' role='attendee'>Dandim</official>, dan <official person='2' office='Ketua DPRD' "
            "role='attendee'>Ketua DPRD</official> turut hadir."
        ),
        (
            "Pakta diteken tiga perwakilan: <official person='0' name='Wawan Widi' office='Camat Tempel' "
            "role='signer'>Camat Tempel Wawan Widi</official>, <official person='1' name='Sukiman' office='Lurah "
            "Sumberrejo' role='signer'>Lurah Sumberrejo Sukiman</official>, dan <official person='2' "
            "name='Diana' office='Kepala Puskesmas Tempel I' role='signer'>Kepala Puskesmas Tempel I dr. "
            "Diana</official>."
        ),
        (
            "<official person='0' name='Rio Pane' office='Kabag Umum' role='signer'>Kabag Umum, Rio "
            "Pane</official>; <official person='1' name='Dina Sembiring' office='Kabag Kesra' "
            "role='signer'>Kabag Kesra, Dina Sembiring</official>; serta <official person='2' name='Tino Barus' "
            "office='Kabag Hukum' role='signer'>Kabag Hukum, Tino Barus</official>, lalu menandatangani pakta "
            "integritas."
        ),
        (
            "Tiga pejabat meneken pakta integritas. Mereka adalah <official person='0' name='Ardi Irwandi' "
            "office='Kadis PUPR Siak' role='signer'>Kadis PUPR Siak Ardi Irwandi</official>, <official "
            "person='1' name='Handri' office='Kadis Kesehatan' role='signer'>Kadis Kesehatan Handri</official>, "
            "dan <official person='2' name='Desi Fitri' office='Camat Mempura' role='signer'>Camat Mempura Desi "
            "Fitri</official>."
        ),
        (
            "Hadir:\n1. <official person='0' name='Lismanto' office='Bupati Kaur' role='attendee'>Bupati Kaur H. "
            "Lismanto</official>\n2. <official person='1' name='Eko Budi' office='Kapolres Kaur' "
            "role='attendee'>Kapolres Kaur AKBP Eko Budi</official>"
        ),
    ],
    "roles": [
        (
            "Bertindak sebagai inspektur upacara adalah <official person='0' name='Beni Maure' office='Sekda "
            "Alor' role='leader'>Sekda Alor Beni Maure</official>."
        ),
        (
            "Penandatanganan dilakukan <official person='0' name='Akhmad Sugih' office='Sekda Demak' "
            "role='signer'>Sekda Demak Akhmad Sugih</official>, disaksikan <official person='1' name='Siti "
            "Ulfah' office='Ketua KPU Demak' role='attendee'>Ketua KPU Demak Siti Ulfah</official>."
        ),
        (
            "Penandatanganan diawali <official person='0' name='Hartini' office='Camat Sewon' "
            "role='signer'>Camat Sewon Hartini</official>, disusul <official person='1' name='Dedi Mulya' "
            "office='Kapolsek Sewon' role='signer'>Kapolsek Sewon Kompol Dedi Mulya</official>."
        ),
        (
            "Apresiasi datang dari <official person='0' name='Daniel Rozari' office='Kajari Sambas' "
            "role='speaker'>Kajari Sambas Daniel Rozari</official>."
        ),
        (
            "Kegiatan di pimpin <official person='0' name='Roman Woga' office='Wakil Bupati Sikka' "
            "role='leader'>Wakil Bupati Sikka Roman Woga</official>."
        ),
        (
            "Pembina apel, <official person='0' name='Eka Rini' office='Kepala Dinas Pertanian Sragen' "
            "role='leader'>Kepala Dinas Pertanian Sragen Eka Rini</official>, menyinggung sanksi."
        ),
        (
            "Amanat Gubernur dibacakan <official person='0' name='Sari Zebua' office='Asisten I Setda Nias "
            "Utara' role='speaker'>Asisten I Setda Nias Utara Sari Zebua</official>."
        ),
        (
            "Usai memimpin apel, <official person='0' name='Elisa Jeha' office='Camat Borong' "
            "role='leader'>Camat Borong Elisa Jeha</official> berpesan agar warga tenang."
        ),
        (
            "<official person='0' name='Rusli Manik' office='Gubernur Riau' acting='Pjs' role='leader'>Pjs "
            "Gubernur Riau, Rusli Manik</official>, melantik pejabat lalu memimpin ikrar."
        ),
        (
            "<official person='0' name='Toto Fatah' office='Kepala BPS Sekadau' role='speaker'>Kepala BPS "
            "Sekadau Toto Fatah</official> mengatakan ASN wajib menandatangani pakta."
        ),
        (
            "<official person='0' name='Wiji' office='Ketua Panwascam Mlati' role='attendee'>Ketua Panwascam "
            "Mlati, Wiji</official>, mengamati jalannya acara."
        ),
        (
            "“Kalau capek, minum dulu,” guyon <official person='0' name='Hartono Sastro' office='Bupati Bantul' "
            "role='speaker'>Bupati Bantul Hartono Sastro</official>."
        ),
        (
            "<official person='0' name='Safrudin Latu' office='Bupati Siak' role='speaker'>Bupati Siak Safrudin "
            "Latu</official> menutup acara dengan teka-teki: “Apa yang netral?”"
        ),
        (
            "Naskah ikrar digemuruhkan <official person='0' name='Petrus Jata' office='Kabag Umum Setda Ende' "
            "role='leader'>Kabag Umum Setda Ende Petrus Jata</official>."
        ),
    ],
    "stand-ins": [
        (
            "<official person='0' name='Galih Saputro' office='Kasat Binmas Polres Jepara' role='attendee'>Kasat "
            "Binmas Polres Jepara Iptu Galih Saputro</official> hadir mewakili <official "
            "rule='veto:represented'>Kapolres Jepara AKBP Wira Utama</official>."
        ),
        (
            "<official rule='veto:represented'>Bupati Alor</official> diwakili <official person='0' name='Ramdan "
            "Syah' office='Staf Ahli Bidang Hukum' role='attendee'>Staf Ahli Bidang Hukum, Ramdan Syah, "
            "S.H.</official>, menghadiri deklarasi."
        ),
        (
            "<official rule='veto:represented'>Pj Bupati Aceh Barat Mahdi Fendi</official> melalui <official "
            "person='1' name='Dodi Saputra' office='Asisten III Setdakab' role='speaker'>Asisten III Setdakab "
            "Dodi Saputra</official> meminta ASN netral."
        ),
        (
            "<official rule='veto:represented'>Gubernur Bali Made Kerta</official> menugaskan <official "
            "person='1' name='Dewa Putra' office='Sekda Bali' role='leader'>Sekda Bali Dewa Putra</official> "
            "memimpin apel."
        ),
    ],
    "the same person again": [
        (
            "Ikrar dipimpin <official person='0' name='Khristofel Praing' office='Bupati Sumba Timur' "
            "role='leader'>Bupati Sumba Timur Khristofel Praing</official>. <official person='0' "
            "name='Khristofel Praing' office='Bupati Sumba Timur' role='speaker'>Bupati</official> menegaskan "
            "hal itu. “Netral,” kata <official person='0' name='Khristofel Praing' office='Bupati Sumba Timur' "
            "role='speaker'>Praing</official>. <official person='0' name='Khristofel Praing' office='Bupati "
            "Sumba Timur' role='speaker'>Ia</official> berharap semua patuh."
        ),
        (
            "<official person='0' name='Ratna Hastuti' office='Bupati Magetan' role='leader'>Bupati Magetan "
            "Ratna Hastuti</official> memimpin apel. <official person='0' name='Ratna Hastuti' office='Bupati "
            "Magetan' score='0.45'>Bupati</official> yang akrab disapa <official person='0' name='Ratna Hastuti' "
            "office='Bupati Magetan' score='0.45'>Nana</official> itu lega. <official person='0' name='Ratna "
            "Hastuti' office='Bupati Magetan' role='speaker'>Nana</official> mengingatkan jajarannya."
        ),
        (
            "<official person='0' name='Wiryawan Soli' office='Dekan Fakultas Hukum' role='leader'>Dekan "
            "Fakultas Hukum, Prof. Wiryawan Soli</official> memimpin pembacaan. <official person='0' "
            "name='Wiryawan Soli' office='Dekan Fakultas Hukum' role='leader'>Prof. Wirya</official>, sapaannya, "
            "membuka diskusi."
        ),
        (
            "<official person='0' name='Pranoto Adi' office='Kalapas Sragen' role='leader'>Kalapas Sragen "
            "Pranoto Adi</official> memimpin ikrar. Dalam sambutannya <official person='0' name='Pranoto Adi' "
            "office='Kalapas Sragen' role='speaker'>Pranoto</official> memuji petugas. “Jaga diri,” <official "
            "person='0' name='Pranoto Adi' office='Kalapas Sragen' role='speaker'>pesannya</official>."
        ),
        (
            "<official person='0' name='Khaerul Anam' office='Sekda Dompu' role='speaker'>Sekda Dompu, Khaerul "
            "Anam</official>, mengatakan ASN harus netral. <official rule='veto:represented'>Wabup</official> "
            "absen. “Ini wajib,” <official person='0' name='Khaerul Anam' office='Sekda Dompu' "
            "role='speaker'>ujarnya</official>."
        ),
    ],
    "stood in for, or asked elsewhere": [
        (
            "<official person='0' name='Heru Tri Laksono' office='Kasdim' role='attendee'>Kasdim Mayor Arm Heru Tri Laksono"
            "</official> berdiri di podium menggantikan <official rule='veto:represented'>Dandim Letkol Inf Rizky Marwan"
            "</official>."
        ),
        (
            "Dihubungi lewat telepon, <official rule='veto:elsewhere'>Ketua Bawaslu Kota Pati Budi Santoso</official> "
            "mengingatkan ASN."
        ),
        (
            "Ditemui usai apel, <official person='0' name='Budi Santoso' office='Sekda Pati' role='speaker'>Sekda Pati "
            "Budi Santoso</official> mengingatkan ASN."
        ),
    ],
    "a wife": [
        (
            "Ikrar dipimpin <official person='0' name='Amran Damanik' office='Wakil Bupati Nias' role='leader'>Wakil Bupati "
            "Nias H. Amran Damanik</official>. Turut hadir <official person='1' name='Herawati Amran Damanik' "
            "office='Ketua TP PKK' role='attendee'>Ketua TP PKK Ny. Herawati Amran Damanik</official>."
        ),
    ],
    "nobody of the ceremony": [
        "Mantan <official rule='veto:background'>Bupati Karo Terkel Brahman</official> pernah dihukum.",
        "Calon Bupati nomor urut 1 Ahmad Rifki tidak diundang.",
        "<official rule='veto:background'>Presiden Bambang Sukarno</official> sebelumnya meminta ASN netral.",
        "Kegiatan itu diikuti para camat, lurah, dan kepala puskesmas.",
        "Acara digelar di rumah dinas Bupati Tana Toraja dan halaman kantor Gubernur.",
        "Surat Edaran Bupati Blora Nomor 5 Tahun 2024 menjadi dasar.",
        "Warga memilih Bupati dan Wakil Bupati pada 27 November.",
        "Penulis: Budi Santosa\nEditor: Siti Amina\nFoto: Andi/Antara",
        "Baca juga: Bupati Klaten Sri Hartati Resmikan Jembatan",
        "BACA JUGA :\n- Kapolres Sleman AKBP Budi Hartono Pimpin Apel\n- Wali Kota Solo Bagus Hadiri Rapat",
    ],
}


def said(candidate: Candidate[OfficialValue]) -> dict[str, str]:
    """What a candidate says, as the attributes of a case."""
    value = candidate.value
    if candidate.rule.startswith("veto:"):
        return {"rule": candidate.rule}
    attributes = {"person": str(value.person)}
    for key in ("name", "office", "acting", "role"):
        if getattr(value, key) is not None:
            attributes[key] = getattr(value, key)
    if candidate.score <= 0.5:
        attributes["score"] = str(candidate.score)
    return attributes


@pytest.mark.parametrize("case", [case for cases in CASES.values() for case in cases])
def test_officials_of_a_sentence(case: str) -> None:
    text, expected = parse_markup(case)
    found = sorted(find_officials(read(text)), key=lambda c: (c.start, -c.end))
    assert [(c.start, c.end, said(c)) for c in found] == [(e.start, e.end, e.attributes) for e in expected]
