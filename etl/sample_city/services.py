"""What each unit of the sample city does for the public: plausible services, invented as a catalogue."""

from __future__ import annotations

from etl.sample_city.units import UNITS, Unit

_BY_KIND: dict[str, list[str]] = {
    "Kecamatan": [
        "Rekomendasi Perizinan Usaha Mikro dan Kecil",
        "Surat Keterangan Pindah Penduduk",
        "Dispensasi Nikah",
        "Legalisasi Surat Keterangan Ahli Waris",
        "Surat Pengantar Perekaman KTP-el",
        "Rekomendasi Izin Keramaian",
    ],
    "Kelurahan": ["Surat Keterangan Domisili dan Usaha", "Surat Pengantar Administrasi Kependudukan"],
    "Puskesmas": [
        "Pendaftaran dan Rekam Medis",
        "Pemeriksaan Umum",
        "Pemeriksaan Gigi dan Mulut",
        "Kesehatan Ibu, Anak dan Keluarga Berencana",
        "Imunisasi",
        "Pelayanan Kefarmasian",
        "Pelayanan Laboratorium",
    ],
}

_BY_UNIT: dict[str, list[str]] = {
    "SETDA": ["Administrasi Persuratan dan Naskah Dinas", "Audiensi Masyarakat"],
    "SETDA-TAPEM": ["Fasilitasi Penegasan Batas Kelurahan dan Desa"],
    "SETDA-KESRA": ["Bantuan Hibah Rumah Ibadah", "Pendaftaran Beasiswa Mahasiswa"],
    "SETDA-HUKUM": ["Jaringan Dokumentasi dan Informasi Hukum", "Konsultasi Produk Hukum Daerah"],
    "SETDA-EKON": ["Rekomendasi Distribusi Bahan Bakar Nelayan"],
    "SETDA-ADPEM": ["Konsultasi Pelaporan Pembangunan"],
    "SETDA-PBJ": ["Layanan Pengadaan Secara Elektronik", "Konsultasi Pengadaan"],
    "SETDA-UMUM": ["Peminjaman Gedung dan Fasilitas Pemerintah Kota"],
    "SETDA-ORG": ["Konsultasi Standar Pelayanan dan Tata Laksana"],
    "SETWAN": ["Penerimaan Aspirasi Masyarakat", "Kunjungan Kerja dan Informasi Dewan"],
    "INSPEKTORAT": ["Pengaduan Masyarakat", "Konsultasi Pengawasan", "Surat Bebas Temuan"],
    "DISDIK": [
        "Penerimaan Murid Baru",
        "Mutasi Peserta Didik",
        "Legalisasi Ijazah dan Surat Keterangan Pengganti Ijazah",
        "Izin Operasional PAUD dan Pendidikan Nonformal",
        "Kenaikan Pangkat Guru",
        "Nomor Pokok Sekolah Nasional",
        "Penyaluran Program Indonesia Pintar",
    ],
    "DINKES": [
        "Rekomendasi Izin Praktik Tenaga Kesehatan",
        "Sertifikat Laik Higiene Sanitasi",
        "Sertifikat Produksi Pangan Industri Rumah Tangga",
        "Jaminan Kesehatan Daerah",
        "Penyelidikan Kejadian Luar Biasa",
        "Rekomendasi Izin Apotek dan Klinik",
    ],
    "DPUPR": [
        "Informasi Tata Ruang",
        "Rekomendasi Kesesuaian Kegiatan Pemanfaatan Ruang",
        "Rekomendasi Teknis Bangunan Gedung",
        "Penyewaan Alat Berat",
        "Pengujian Mutu Bahan Konstruksi",
        "Penanganan Pengaduan Jalan Rusak",
    ],
    "DISPERKIM": [
        "Bantuan Rumah Tidak Layak Huni",
        "Pengesahan Rencana Tapak Perumahan",
        "Penerangan Jalan Umum",
        "Pelayanan Pemakaman Umum",
    ],
    "DINSOS": [
        "Pengusulan Data Terpadu Kesejahteraan Sosial",
        "Rekomendasi Penerima Bantuan Iuran Jaminan Kesehatan",
        "Penanganan Orang Terlantar",
        "Bantuan Alat Bantu Penyandang Disabilitas",
        "Rekomendasi Pengangkatan Anak",
        "Tanda Daftar Lembaga Kesejahteraan Sosial",
        "Santunan Kematian",
    ],
    "DISDUKCAPIL": [
        "Penerbitan KTP-el",
        "Penerbitan Kartu Keluarga",
        "Penerbitan Akta Kelahiran",
        "Penerbitan Akta Kematian",
        "Penerbitan Akta Perkawinan",
        "Penerbitan Akta Perceraian",
        "Kartu Identitas Anak",
        "Surat Pindah Datang",
        "Aktivasi Identitas Kependudukan Digital",
        "Pemanfaatan Data Kependudukan",
    ],
    "DPMPTSP": [
        "Persetujuan Bangunan Gedung",
        "Pendampingan Nomor Induk Berusaha",
        "Izin Praktik Dokter",
        "Izin Praktik Perawat",
        "Izin Praktik Bidan",
        "Izin Penyelenggaraan Reklame",
        "Izin Operasional Klinik",
        "Izin Penelitian",
        "Izin Trayek Angkutan",
        "Pengaduan dan Informasi Perizinan",
    ],
    "DPMD": [
        "Evaluasi Rancangan APB Desa",
        "Fasilitasi Pencairan Dana Desa",
        "Pendampingan Badan Usaha Milik Desa",
    ],
    "DISPUSIP": [
        "Keanggotaan Perpustakaan",
        "Peminjaman Bahan Pustaka",
        "Perpustakaan Keliling",
        "Penelusuran Arsip",
    ],
    "DISPERINDAGKOP": [
        "Tera dan Tera Ulang Timbangan",
        "Penyewaan Kios Pasar",
        "Pembentukan Koperasi",
        "Pendampingan Sertifikasi Halal",
        "Rekomendasi Kredit Usaha Rakyat",
    ],
    "DISHUB": [
        "Pengujian Kendaraan Bermotor",
        "Angkutan Penyeberangan Dalam Kota",
        "Rekomendasi Analisis Dampak Lalu Lintas",
        "Pengelolaan Parkir",
        "Izin Penggunaan Jalan",
    ],
    "DLH": [
        "Persetujuan Lingkungan UKL-UPL",
        "Pengangkutan Sampah",
        "Pengaduan Pencemaran Lingkungan",
        "Pengujian Kualitas Air",
        "Pemangkasan Pohon Pelindung",
    ],
    "DISKOMINFO": [
        "Permohonan Informasi Publik",
        "Pengelolaan SP4N-LAPOR!",
        "Rekomendasi Menara Telekomunikasi",
        "Subdomain dan Hosting Perangkat Daerah",
        "Tanda Tangan Elektronik",
    ],
    "NAKERTRANS": [
        "Kartu Pencari Kerja",
        "Mediasi Hubungan Industrial",
        "Pelatihan Kerja",
        "Pencatatan Peraturan Perusahaan",
    ],
    "DP3AKB": [
        "Pendampingan Korban Kekerasan",
        "Pelayanan KB Bergerak",
        "Konseling Keluarga",
        "Fasilitasi Kota Layak Anak",
    ],
    "DISBUDPAR": [
        "Tanda Daftar Usaha Pariwisata",
        "Izin Penggunaan Cagar Budaya",
        "Informasi Wisata",
        "Pembinaan Sanggar Seni",
    ],
    "DISPORA": [
        "Peminjaman Stadion dan Gedung Olahraga",
        "Rekomendasi Kegiatan Kepemudaan",
        "Pembinaan Klub Olahraga",
    ],
    "DKP": [
        "Kartu Pelaku Usaha Kelautan dan Perikanan",
        "Rekomendasi BBM Nelayan",
        "Bantuan Sarana Tangkap",
        "Pelayanan Tempat Pelelangan Ikan",
        "Pendaftaran Kapal Perikanan Kecil",
    ],
    "DISTAN": ["Penyaluran Bibit dan Pupuk", "Kesehatan Hewan dan Vaksinasi Ternak", "Penyuluhan Pertanian"],
    "DISHANPAN": ["Penyaluran Cadangan Pangan", "Pengujian Keamanan Pangan Segar"],
    "DISTANPAN": [
        "Penyaluran Bibit dan Pupuk",
        "Kesehatan Hewan dan Vaksinasi Ternak",
        "Penyuluhan Pertanian",
        "Penyaluran Cadangan Pangan",
        "Pengujian Keamanan Pangan Segar",
    ],
    "BKPSDM": [
        "Kenaikan Pangkat Pegawai",
        "Pengurusan Pensiun",
        "Izin Belajar dan Tugas Belajar",
        "Mutasi Pegawai",
        "Kartu Pegawai dan Kartu Istri/Suami",
        "Cuti Pegawai",
    ],
    "BPKAD": ["Penerbitan SP2D", "Pengelolaan Aset Daerah", "Pencairan Hibah dan Bantuan Sosial"],
    "BAPENDA": [
        "Pendaftaran dan Pembayaran PBB-P2",
        "Penetapan BPHTB",
        "Pajak Hotel dan Restoran",
        "Keberatan Pajak Daerah",
        "Pajak Reklame",
    ],
    "BAPPEDA": ["Konsultasi Perencanaan", "Rekomendasi Data Pembangunan"],
    "BAPPERIDA": ["Konsultasi Perencanaan", "Rekomendasi Data Pembangunan", "Pendaftaran Inovasi Daerah"],
    "BPBD": ["Penanganan Darurat Bencana", "Bantuan Logistik Korban Bencana", "Rehabilitasi Pascabencana"],
    "SATPOLPP": ["Pengaduan Ketertiban Umum", "Pengamanan Kegiatan Masyarakat", "Penertiban Reklame"],
    "RSD": [
        "Instalasi Gawat Darurat",
        "Rawat Jalan",
        "Rawat Inap",
        "Persalinan dan Perinatologi",
        "Bedah Sentral",
        "Radiologi",
        "Laboratorium",
        "Farmasi",
        "Rehabilitasi Medik",
        "Rekam Medis dan Surat Keterangan",
        "Ambulans dan Rujukan",
        "Hemodialisis",
    ],
    "PERUMDA-AM": [
        "Pemasangan Sambungan Baru",
        "Pembayaran Rekening Air",
        "Pengaduan Gangguan Air",
        "Balik Nama Pelanggan",
        "Mobil Tangki Air",
    ],
}

# Services for which the law knows a tariff; everything else is free of charge.
PAID: frozenset[str] = frozenset(
    {
        "Penyewaan Alat Berat",
        "Pengujian Mutu Bahan Konstruksi",
        "Penyewaan Kios Pasar",
        "Tera dan Tera Ulang Timbangan",
        "Pengujian Kendaraan Bermotor",
        "Persetujuan Bangunan Gedung",
        "Izin Penyelenggaraan Reklame",
        "Pengangkutan Sampah",
        "Pemasangan Sambungan Baru",
        "Pembayaran Rekening Air",
        "Balik Nama Pelanggan",
        "Mobil Tangki Air",
        "Rawat Inap",
        "Rawat Jalan",
        "Radiologi",
        "Peminjaman Stadion dan Gedung Olahraga",
        "Angkutan Penyeberangan Dalam Kota",
    }
)


def services_of(unit: Unit) -> list[str]:
    """Names of the services of a unit, in the order of its own list; empty for units that never sent one."""
    return _BY_UNIT.get(unit.code, _BY_KIND.get(unit.kind, []))


def service_code(unit: Unit, number: int) -> str | None:
    """Code of the `number`-th service; kelurahan give their services no code."""
    return None if unit.kind == "Kelurahan" else f"{unit.code}-{number:02d}"


def all_services() -> list[tuple[Unit, int, str]]:
    """(unit, number from 1, name) of every service of every unit."""
    return [(unit, i, name) for unit in UNITS.values() for i, name in enumerate(services_of(unit), start=1)]
