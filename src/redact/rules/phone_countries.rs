//! Calling codes with the lengths of national numbers (ITU-T E.164 and the national plans), the groups that numbers without a
//! trunk zero are written in, and the words that announce a number.

use std::ops::RangeInclusive;

/// A calling code.
pub(super) struct Country {
    /// The code.
    pub(super) code: &'static str,
    /// How many digits a national number has, without a trunk zero.
    pub(super) lengths: RangeInclusive<usize>,
}

const fn country(code: &'static str, least: usize, most: usize) -> Country {
    Country { code, lengths: least..=most }
}

/// Codes with lengths of their own; the others are in [`OTHERS`].
const COUNTRIES: &[Country] = &[
    country("1", 10, 10),
    country("7", 10, 10),
    country("20", 8, 10),
    country("27", 9, 9),
    country("30", 10, 10),
    country("31", 9, 9),
    country("32", 8, 9),
    country("33", 9, 9),
    country("34", 9, 9),
    country("36", 8, 9),
    country("39", 8, 11),
    country("40", 9, 9),
    country("41", 9, 9),
    country("43", 7, 13),
    country("44", 9, 10),
    country("45", 8, 8),
    country("46", 7, 10),
    country("47", 8, 8),
    country("48", 9, 9),
    country("49", 7, 12),
    country("51", 8, 9),
    country("52", 10, 11),
    country("54", 10, 11),
    country("55", 10, 11),
    country("56", 9, 9),
    country("57", 10, 10),
    country("58", 10, 10),
    country("60", 8, 10),
    country("61", 9, 9),
    country("62", 8, 12),
    country("63", 8, 10),
    country("64", 8, 10),
    country("65", 8, 8),
    country("66", 8, 9),
    country("81", 9, 10),
    country("82", 8, 10),
    country("84", 9, 10),
    country("86", 9, 11),
    country("90", 10, 10),
    country("91", 10, 10),
    country("92", 9, 10),
    country("94", 9, 9),
    country("98", 10, 10),
    country("351", 9, 9),
    country("353", 7, 9),
    country("358", 6, 11),
    country("380", 9, 9),
    country("852", 8, 8),
    country("886", 8, 9),
    country("966", 8, 9),
    country("971", 8, 9),
    country("972", 8, 9),
];

/// All other codes in use; their numbers have 6 to 12 digits.
const OTHERS: &str = "53 93 95 211 212 213 216 218 220 221 222 223 224 225 226 227 228 229 230 231 232 233 234 235 236 237 238 239 \
    240 241 242 243 244 245 246 248 249 250 251 252 253 254 255 256 257 258 260 261 262 263 264 265 266 267 268 269 290 291 297 \
    298 299 350 352 354 355 356 357 359 370 371 372 373 374 375 376 377 378 381 382 383 385 386 387 389 420 421 423 500 501 502 \
    503 504 505 506 507 508 509 590 591 592 593 594 595 596 597 598 599 670 672 673 674 675 676 677 678 679 680 681 682 683 685 \
    686 687 688 689 690 691 692 800 808 850 853 855 856 870 878 880 881 882 883 888 960 961 962 963 964 965 967 968 970 973 974 \
    975 976 977 979 992 993 994 995 996 998";

const OTHER: &[Country] = &[country("00", 6, 12), country("000", 6, 12)];

/// Returns the country whose code digits begin with.
pub(super) fn country_of(number: &str) -> Option<&'static Country> {
    let known = COUNTRIES.iter().find(|country| number.starts_with(country.code));
    known.or_else(|| {
        let is_other = |length: usize| {
            number.get(..length).is_some_and(|code| OTHERS.split_whitespace().any(|other| other == code))
        };
        OTHER.iter().find(|country| is_other(country.code.len()))
    })
}

/// Groups that hardly anything but a telephone number has, without a trunk zero: `N` is 2 to 9, `Z` 1 to 9.
pub(super) const LIKELY: &[&str] = &[
    // North America.
    "N## N## ####",
    "123 456 7890",
    "555 ####",
    "1 N## N## ####",
    // Russia and Kazakhstan, 8 before.
    "8 ### ### ## ##",
    "8 ### ### ####",
    "8 ### #######",
    // Brazil, Mexico, Argentina, Chile.
    "Z# 9#### ####",
    "55 #### ####",
    "33 #### ####",
    "81 #### ####",
    "9 11 #### ####",
    "9 #### ####",
    // India and China.
    "6#### #####",
    "7#### #####",
    "8#### #####",
    "9#### #####",
    "13# #### ####",
    "14# #### ####",
    "15# #### ####",
    "16# #### ####",
    "17# #### ####",
    "18# #### ####",
    "19# #### ####",
    // Italy, Spain, Norway, Turkey, Australia.
    "30# ### ####",
    "31# ### ####",
    "3N# ### ####",
    "3N# #######",
    "3N# ## ## ###",
    "6## ## ## ##",
    "9## ## ## ##",
    "4## ## ###",
    "9## ## ###",
    "5## ### ## ##",
    // Poland, Hungary.
    "ZZ ### ## ##",
    "06 # ### ####",
    "06 ## ### ####",
    "1300 ### ###",
    "1800 ### ###",
];

/// Groups that other numbers have too; they count in brackets, `(11) 4123-4567`.
pub(super) const UNLIKELY: &[&str] =
    &["## #### ####", "### ### ####", "### #### ####", "# ### ####", "## ### ####", "## ### ## ##", "### ### ###"];

/// Words that announce a number right behind them, in lower case.
pub(super) const NEXT: &[&str] = &["call", "ring", "ph", "mob", "cell"];

/// Words that announce a number, in lower case.
pub(super) const CONTEXT: &[&str] = &[
    "phone",
    "telephone",
    "tel",
    "mobile",
    "cell",
    "cellphone",
    "fax",
    "whatsapp",
    "sms",
    "call me",
    "call us",
    "call at",
    "call me at",
    "text me",
    "my number",
    "our number",
    "reach me",
    "reach us",
    "reached at",
    "ring me",
    "☎",
    "📞",
    "📱",
    "erreichbar",
    "meine nummer",
    "mon numéro",
    "mi número",
    "meu número",
    "il mio numero",
    "mijn nummer",
    "mój numer",
    "мой номер",
    "我的号码",
    "私の番号",
    "내 번호",
    "dial",
    "hotline",
    "helpline",
    "wa.me",
    "telefon",
    "telefonnummer",
    "handy",
    "mobil",
    "rufnummer",
    "anruf",
    "téléphone",
    "portable",
    "appelez",
    "teléfono",
    "telefono",
    "móvil",
    "celular",
    "llame",
    "llámame",
    "telefone",
    "telemóvel",
    "cellulare",
    "chiama",
    "telefoon",
    "bel",
    "puhelin",
    "puh",
    "komórka",
    "numer telefonu",
    "tlf",
    "tlf.nr",
    "mobilnummer",
    "телефон",
    "тел",
    "моб",
    "звоните",
    "τηλ",
    "τηλέφωνο",
    "電話",
    "电话",
    "手机",
    "手機",
    "携帯",
    "전화",
    "휴대폰",
    "연락처",
    "هاتف",
    "جوال",
    "تلفن",
    "موبایل",
    "טלפון",
    "נייד",
    "फ़ोन",
    "फोन",
    "मोबाइल",
    "โทร",
    "điện thoại",
    "sđt",
    "telepon",
    "nomor hp",
    "simu",
];

#[cfg(test)]
mod tests {
    use super::country_of;

    #[test]
    fn no_calling_code_hides_another() {
        for (number, code) in
            [("14155552671", 1), ("4915112345678", 2), ("35312345678", 3), ("2348031234567", 3), ("420601123456", 3)]
        {
            assert_eq!(country_of(number).unwrap().code.len(), code, "{number}");
        }
        assert!(country_of("9991234567").is_none());
    }
}
