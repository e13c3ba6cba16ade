//! The language of one sentence, told by its script, its letters and the small words of its grammar.

use std::sync::LazyLock;

use super::{DETECTOR, Language};
use crate::text::fnv::Map;

impl Language {
    /// The language of one sentence or criterion. `Other` is sure, and so is `English`: a sentence without any sign of either is `Unsure`.
    pub fn of_sentence(text: &str) -> Self {
        let (latin, foreign) = scripts(text);
        if foreign > 1 && foreign * DENSER >= latin {
            return Language::Other(ANOTHER);
        }
        let counts = grammar(text);
        let english = counts[0];
        let (best, other) =
            (1..counts.len()).map(|at| (at, counts[at])).max_by_key(|(at, count)| (*count, std::cmp::Reverse(*at))).unwrap_or_default();
        let marked = marked_words(text);
        if other > english && (other > english + 1 || english == 0 && other > 1 || marked > 0) {
            return Language::Other(GRAMMAR[best].0);
        }
        if english > 0 && english >= other {
            return Language::English;
        }
        if marked > 1 || text.chars().any(|c| BEYOND.contains(c)) {
            return Language::Other(ANOTHER);
        }
        if latin < super::LETTERS {
            return Language::Unsure;
        }
        match DETECTOR.detect(text) {
            Some(found) if found.is_reliable() && found.lang() != whatlang::Lang::Eng => Language::Other(found.lang().eng_name()),
            _ => Language::Unsure,
        }
    }

    /// Its English name.
    pub fn name(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::Other(name) => name,
            Language::Unsure => ANOTHER,
        }
    }

    /// Whether statements of user stories can be read in this language.
    pub fn has_frame(self) -> bool {
        match self {
            Language::English => true,
            Language::Other(name) => super::CODES[..FRAMED].iter().any(|(_, known)| *known == name),
            Language::Unsure => false,
        }
    }
}

/// How many of the codes have a frame in `frames.toml`.
const FRAMED: usize = 8;

/// What a language is called whose name nobody needs.
const ANOTHER: &str = "another language";

/// How many Latin letters say as much as one letter of another script.
const DENSER: usize = 3;

/// How many letters are Latin, and how many of another script.
fn scripts(text: &str) -> (usize, usize) {
    let is_latin = |c: char| matches!(c, 'A'..='Z' | 'a'..='z' | '\u{aa}' | '\u{ba}' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}');
    text.chars()
        .filter(|c| c.is_alphabetic())
        .fold((0, 0), |(latin, other), c| if is_latin(c) { (latin + 1, other) } else { (latin, other + 1) })
}

/// How many words have a letter that English has not.
fn marked_words(text: &str) -> usize {
    let words = text.split(|c: char| !c.is_alphabetic());
    words.filter(|word| !word.is_ascii() && word.chars().any(char::is_lowercase)).count()
}

/// Per language, how many different words of its grammar `text` has.
fn grammar(text: &str) -> [u32; GRAMMAR.len()] {
    let mut seen: Vec<&str> = Vec::new();
    let mut counts = [0; GRAMMAR.len()];
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| (1..=LONGEST).contains(&word.len())) {
        let lower = word.to_lowercase();
        let Some((known, languages)) = WORDS.get_key_value(lower.as_str()) else { continue };
        if seen.contains(known) {
            continue;
        }
        seen.push(known);
        for (at, count) in counts.iter_mut().enumerate() {
            *count += *languages >> at & 1;
        }
    }
    counts
}

/// The longest word of the lists, in bytes.
const LONGEST: usize = 16;

/// Per word, a bit for each language that has it.
static WORDS: LazyLock<Map<&'static str, u32>> = LazyLock::new(|| {
    let mut words = Map::default();
    for (at, (_, list)) in GRAMMAR.iter().enumerate() {
        for word in list.split(' ') {
            *words.entry(word).or_default() |= 1 << at;
        }
    }
    words
});

/// Letters that neither English nor any language with a frame has.
const BEYOND: &str = "åÅøØæÆłŁśŚźŹżŻćĆńŃąĄęĘőŐűŰğĞşŞıİțȚșȘăĂđĐðÐþÞāĀēĒīĪķĶļĻņŅģĢėĖįĮųŲơƠưƯ";

/// The words of grammar per language, English first. Facts: any grammar; a word that several languages have is in the list of each.
const GRAMMAR: [(&str, &str); 25] = [
    (
        "English",
        "the and of with that this these those which when should must are from not can has have had will be been is was were a an to for in on at by if or as it its they their them all no than then there after before only every each any our we you your my i he she his her who what where how into without does do did so but because while until both one per over under up out about between also more most me us am cannot",
    ),
    (
        "Dutch",
        "de het een en van op voor met naar bij uit aan ook niet geen wordt worden werd zijn is dat dit deze die als dan wanneer wil ik zodat kan kunnen mijn te om in of maar door over moet moeten heeft hebben er nog alle elke per na onder zonder ze hij wij we",
    ),
    (
        "German",
        "der die das den dem des ein eine einen einem einer eines und oder aber nicht kein keine ist sind wird werden wurde mit von zum zur im am auf bei für nach aus auch als wenn dann dass damit ich wir sie er es mein kann können soll muss möchte um zu in an bis über unter ohne alle jede jeder jedes sich noch nur hat haben vom beim",
    ),
    (
        "French",
        "le la les un une des et ou mais de du au aux ce cet cette ces que qui est sont être sur sous dans par pour avec sans pas ne en se son sa ses leur je il elle nous vous on si quand afin peut doit tout tous toute chaque plus après avant à l d qu n s",
    ),
    (
        "Spanish",
        "el la los las un una unos unas y o pero de del al que en se es son está están por para con sin no su sus mi como cuando si lo le les este esta cada todos todas más ser debe puede quiero sobre entre hasta desde ha han tiene yo",
    ),
    (
        "Italian",
        "il lo la i gli le un uno una e ed o ma di del dello della dei degli delle da dal dalla in nel nella su sul sulla per con senza non che si è sono viene come quando se mio mia ogni tutti tutte più essere deve può voglio sotto sopra tra dell nell sull all dall l fra dopo prima al alla ai alle",
    ),
    (
        "Portuguese",
        "o a os as um uma uns umas e ou mas de do da dos das no na nos nas em ao aos à às que se é são está por para com sem não seu sua meu minha como quando eu cada todos todas mais ser deve pode quero sobre entre até após pelo pela foi tem abaixo acima",
    ),
    (
        "Czech",
        "a i nebo ale je jsou být byl byla bude se si v ve na z ze s k ke do od po pro při že když jako chci abych aby by to ten ta tento tato toto který která které pokud může musí není své jeho jejich každý všechny bez před až",
    ),
    (
        "Polish",
        "i oraz lub albo ale jest są być był była będzie się w we na z ze do od po dla przy że gdy kiedy jako chcę żeby aby by to ten ta który która które jeśli może musi nie jego ich każdy wszystkie bez przed o u mogę",
    ),
    (
        "Slovak",
        "a i alebo ale je sú byť bol bola bude sa si v vo na z zo s k ku do od po pre pri že keď ako chcem aby som by to ten tá ktorý ktorá ktoré ak môže musí nie jeho ich každý všetky bez pred",
    ),
    (
        "Swedish",
        "och eller men är var den det en ett som att för med utan på av till från vid om när då jag vi vill ska kan inte har hade min sin dess alla varje så i blir visas efter innan mig kunna",
    ),
    (
        "Danish",
        "og eller men er var den det en et som at for med uden på af til fra ved om når da jeg vi vil skal kan ikke har havde min sin dets alle hver så i bliver vises efter før mig kunne",
    ),
    (
        "Norwegian",
        "og eller men er var den det en ei et som å at for med uten på av til fra ved om når da jeg vi vil skal kan ikke har hadde min sin alle hver så i blir vises etter før meg kunne slik",
    ),
    (
        "Finnish",
        "ja tai mutta on ovat oli ei että jotta kun jos minä hän se ne joka kuin voi voin voidaan haluan mukaan sekä myös ilman ennen jälkeen kaikki niin",
    ),
    (
        "Hungarian",
        "a az egy és vagy de hogy nem is van volt lesz mint ha amikor szeretném szeretnék ez azt ezt minden meg után előtt nélkül csak legyen",
    ),
    (
        "Romanian",
        "și sau dar este sunt un o al ai ale la în din de pe cu fără pentru că să nu ca când dacă care vreau doresc pot poate trebuie fi se sa lui după toate fiecare astfel încât",
    ),
    (
        "Turkish",
        "ve veya ama bir bu için ile gibi olarak istiyorum isterim olan olur değil her daha sonra önce kadar ne de da ki mı mi böylece",
    ),
    (
        "Indonesian",
        "dan atau tetapi yang di ke dari untuk dengan tanpa pada ini itu saya kami ingin agar supaya sehingga bisa dapat tidak akan sebagai setelah sebelum jika ketika semua setiap adalah",
    ),
    (
        "Vietnamese",
        "và hoặc nhưng là của cho với không được có thể tôi muốn để khi nếu một các những này đó sau trước từ trong trên như mọi",
    ),
    (
        "Croatian",
        "i ili ali je su biti bio se u na s sa od do za po pri da kad kada kao želim kako bih bi to taj ta koji koja koje ako može mora nije njegov svaki svi bez prije nakon mogu",
    ),
    (
        "Slovenian",
        "in ali je so biti bil se v na s z od do za po pri da ko kadar kot želim bi to ta ki če lahko mora ni njegov vsak vsi brez pred da",
    ),
    (
        "Catalan",
        "el la els les un una uns i o però de del al als que en es és són per amb sense no seu seva meu com quan si cada tots vull puc pot ha han més per a fer",
    ),
    ("Estonian", "ja või aga on oli ei et kui see ta ma soovin tahan saan saaks saaksin iga kõik ning pärast enne ilma kes mis"),
    ("Lithuanian", "ir ar bet yra buvo ne kad kai jei kaip noriu galėčiau galiu į iš su be per po prieš kuris kuri visi kiekvienas tai"),
    ("Afrikaans", "die en of maar is was nie dat wat wil ek sodat kan my om te in op vir met na van uit ook as n hy sy ons alle elke"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_of_languages_with_frames() {
        for (text, name) in [
            ("Le bouton apparaît sous la date de retour", "French"),
            ("Die Liste zeigt nur offene Rechnungen", "German"),
            ("De knop staat onder de datum van inlevering", "Dutch"),
            ("El botón aparece debajo de la fecha", "Spanish"),
            ("Il pulsante appare sotto la data", "Italian"),
            ("O botão aparece abaixo da data", "Portuguese"),
        ] {
            assert_eq!(Language::of_sentence(text), Language::Other(name), "{text}");
        }
    }

    #[test]
    fn sentences_of_languages_without_frames() {
        for text in [
            "Som medlem vill jag förlänga lånet så att jag hinner läsa boken.",
            "Som bruger vil jeg se mine lån, så jeg kan planlægge",
            "Käyttäjänä haluan nähdä lainani, jotta voin suunnitella",
            "Jako członek biblioteki chcę przedłużyć książkę, aby ją doczytać.",
            "Bir üye olarak, kitabı bitirmek için ödünç süresini uzatmak istiyorum.",
            "Sebagai anggota, saya ingin memperpanjang pinjaman agar bisa membaca",
            "Как член библиотеки, я хочу продлить книгу, чтобы дочитать её.",
            "会員として、貸出を延長したい。",
            "회원으로서, 나는 대출을 연장하고 싶다.",
            "بصفتي عضوا أريد تمديد الإعارة",
            "Ca membru, vreau să prelungesc împrumutul pentru a termina cartea",
            "Felhasználóként szeretném látni a kölcsönzést, hogy tervezhessek",
        ] {
            let found = Language::of_sentence(text);
            assert!(matches!(found, Language::Other(_)) && !found.has_frame(), "{text}: {found:?}");
        }
    }

    #[test]
    fn english_sentences() {
        for text in [
            "The button is below the date of return",
            "Compatibility with the customer portal",
            "The café's résumé is shown to the clerk",
            "The label 保存 is below the date of the loan",
            "No cookies in a private window",
            "A user can die in the game",
        ] {
            assert_eq!(Language::of_sentence(text), Language::English, "{text}");
        }
    }

    #[test]
    fn what_gives_nothing_away() {
        for text in ["CI passes", "Login", "", "Knop toont datum"] {
            assert_eq!(Language::of_sentence(text), Language::Unsure, "{text}");
        }
    }

    #[test]
    fn english_around_another_script_is_none() {
        assert!(matches!(Language::of_sentence("When 연장 버튼을 누르면 날짜가 표시된다"), Language::Other(_)));
        assert!(matches!(Language::of_sentence("点击 Export 按钮后下载 CSV"), Language::Other(_)));
    }
}
