//! Who is who in the demo houses.

/// Somebody to sign in as.
pub(super) struct Person {
    pub email: &'static str,
    pub name: &'static str,
    /// A role on the whole organization, or of the platform's own people; the owner's comes with founding it.
    pub role: Option<&'static str>,
    /// What the list of logins says.
    pub who: &'static str,
}

const fn person(email: &'static str, name: &'static str, role: Option<&'static str>, who: &'static str) -> Person {
    Person { email, name, role, who }
}

/// The password of all.
pub(super) const PASSWORD: &str = "callboard demo";

/// Within a house: who founded it.
pub(super) const OWNER: usize = 0;
/// Within a house: who stands at its doors.
pub(super) const VENUE: usize = 1;
/// Within a house: who gives money back.
pub(super) const BOX_OFFICE: usize = 2;
/// Within the first house: who works at two doors only.
pub(super) const DOOR: usize = 4;

const MANAGER: Option<&str> = Some("GVTEWAY_ADMIN");
const OFFICE: Option<&str> = Some("GVTEWAY_EXPERIENCE_CREATOR");
const DOORS: Option<&str> = Some("GVTEWAY_VENUE_MANAGER");

/// One for each role that has pages of its own.
pub(super) const LANTERN: [Person; 6] = [
    person("owner@lantern.example", "Mira Okafor", None, "owner of The Lantern House"),
    person("door@lantern.example", "Jonas Weber", DOORS, "venues, and every door"),
    person("tickets@lantern.example", "Amara Diallo", OFFICE, "box office: events, prices, orders, refunds"),
    person("manager@lantern.example", "Tomasz Lindqvist", MANAGER, "manager: everything but the house itself"),
    person("gate@lantern.example", "Noor Haddad", None, "door staff of two events"),
    person("finance@lantern.example", "Priya Raman", Some("FINANCE_ADMIN"), "books, orders and refunds"),
];

pub(super) const SALTMARSH: [Person; 3] = [
    person("owner@saltmarsh.example", "Imogen Achterberg", None, "owner of Saltmarsh Rooms, London"),
    person("door@saltmarsh.example", "Siân Prytherch", DOORS, "doors of Saltmarsh Rooms"),
    person("tickets@saltmarsh.example", "Dev Malhotra", OFFICE, "box office of Saltmarsh Rooms"),
];

pub(super) const FERRY_LANDING: [Person; 3] = [
    person("owner@ferrylanding.example", "歐陽詠詩", None, "owner of Ferry Landing Theatre, Hong Kong"),
    person("door@ferrylanding.example", "何志遠", DOORS, "doors of Ferry Landing Theatre"),
    person("tickets@ferrylanding.example", "Karen Cheung 張嘉欣", OFFICE, "box office of Ferry Landing Theatre"),
];

pub(super) const FOURTH_FLOOR: [Person; 3] = [
    person("owner@fourthfloor.example", "Marisol Quiñones", None, "guest promoter in New York"),
    person("door@fourthfloor.example", "Ezra Blum", DOORS, "doors of Fourth Floor"),
    person("tickets@fourthfloor.example", "Wren Castellano", OFFICE, "box office of Fourth Floor"),
];

/// Who belongs to no house, in the order of their list: buyers with an account, then the platform's own people.
pub(super) const OTHERS: [Person; 5] = [
    person("fan@lantern.example", "Sam Delacroix", None, "a fan with tickets"),
    person("layla@example.org", "ليلى حداد", None, "a buyer who reads Arabic"),
    person("mei@example.org", "陳美玲", None, "a buyer who travels"),
    person("house@callboard.example", "Ines Halvorsen", Some("LEGEND_ADMIN"), "runs the platform: people, jobs, audit"),
    person("support@callboard.example", "Radu Ionescu", Some("LEGEND_SUPPORT"), "support: sees, and helps with permission"),
];

/// As many of the others buy.
pub(super) const BUYERS: usize = 3;

/// Guests of the past, in many scripts: the house's mails, lists and tickets show them all.
pub(super) const GUESTS: [&str; 36] = [
    "Ada Ferreira",
    "Björn Åkesson",
    "Chidi Eze",
    "Dörte Vogel",
    "Élodie Martin",
    "Farah Nasser",
    "Giulia Conti",
    "Hana Nováková",
    "İpek Yılmaz",
    "José Núñez",
    "Kateryna Шевченко",
    "Lạc Nguyễn",
    "María Ibáñez",
    "Nikos Παπαδόπουλος",
    "Oyelaran Bello",
    "Pādma Rao",
    "陈美玲",
    "佐藤 健",
    "김서연",
    "محمد العلي",
    "דנה כהן",
    "Tove Jørgensen",
    "Uwe Schröder",
    "Zoë van der Berg",
    "Anneliese Krüger",
    "Barış Demir",
    "Friederike Behn",
    "Hinnerk Petersen",
    "Jana Wójcik",
    "Lars Thomsen",
    "Malte Böttcher",
    "Nele Harms",
    "سارة منصور",
    "Thị Hồng Phạm",
    "Ulrike Jäger",
    "Wiebke Lorenzen",
];

pub(super) const GUESTS_OF_LONDON: [&str; 24] = [
    "Abigail Thornbury",
    "Aoife Ní Bhriain",
    "Callum Featherstone",
    "Chioma Adeyemi",
    "Daniyal Sheikh",
    "Eluned Rees",
    "Fergus Macrae",
    "Gethin Pugh",
    "Harriet Osei",
    "Iqra Begum",
    "Jerome Baptiste",
    "Kasia Zielińska",
    "Leila Farrokhzad",
    "Mohamed Warsame",
    "Niamh Gallagher",
    "Oluwaseun Ade",
    "Poppy Lockwood",
    "Rohan Chaudhary",
    "Sìne Morrison",
    "Tamsin Trewin",
    "يوسف الخطيب",
    "Ursula Whitcombe",
    "Yetunde Cole",
    "Zara Pemberton",
];

pub(super) const GUESTS_OF_HONG_KONG: [&str; 24] = [
    "陳大文",
    "李嘉欣",
    "黃志強",
    "Agnes Lam 林雅詩",
    "張家輝",
    "梁詠琪",
    "吳子軒",
    "Jason Kwok",
    "何慧敏",
    "鄭浩然",
    "周芷晴",
    "Maggie Yip 葉美琪",
    "蔡俊傑",
    "馮曉彤",
    "Priyanka Daswani",
    "鄧偉業",
    "許樂怡",
    "Rupert Hallam",
    "曾凱琳",
    "蕭家俊",
    "Sunita Gurung",
    "譚穎詩",
    "關啟明",
    "田中 美咲",
];

pub(super) const GUESTS_OF_NEW_YORK: [&str; 20] = [
    "Aaliyah Brooks",
    "Benicio Ortega",
    "Caitlin O’Rourke",
    "Darnell Whitaker",
    "Esther Feldman",
    "Fatoumata Bah",
    "Gianni Russo",
    "Hyun-woo Park",
    "Ileana Popescu",
    "Jamal Richardson",
    "Kiana Kealoha",
    "Luz Marte",
    "Mordechai Stern",
    "Nadia Petrova",
    "Odalys Jiménez",
    "Preston Yang",
    "Rosalind Achebe",
    "Santiago Vélez",
    "Tyrell Jackson",
    "Vivian Liu",
];
