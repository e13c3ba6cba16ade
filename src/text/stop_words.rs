//! Words that say nothing of what a text is about: grammar, and the frame of a user story.

use std::sync::LazyLock;

use super::hashed::Sieve;

/// Whether the word of this hash, in lower case, is one of them in any of the languages of the frames.
pub fn is_stop_word(hash: u64) -> bool {
    STOP_WORDS.holds(hash)
}

static STOP_WORDS: LazyLock<Sieve> = LazyLock::new(|| WORDS.iter().flat_map(|words| words.split(' ')).collect());

/// English, Dutch, German, French, Spanish, Italian, Portuguese, Czech.
const WORDS: [&str; 8] = [
    "a an the and or but so that as i we you he she it they me us my our your his her its their them this these those is are be been was were am do does did have has had having can could will would shall should \
     may might must want wants need needs like to of in on at by for from with without into about than then there here when where which who what how why if because not no able order also only all any some more",
    "de het een en of maar ik wij we jij hij zij ze mijn ons onze zijn haar hun dit dat deze die is ben bent was waren heb hebt heeft kan kunnen wil willen moet moeten als zodat om te van in op bij voor met naar aan uit ook niet geen",
    "der die das den dem des ein eine einen einem einer eines und oder aber ich wir du er sie es mein meine unser ihr dies diese dieser ist sind bin war waren habe hat haben kann will möchte muss als damit um zu von im in auf bei für mit nach aus auch nicht kein keine",
    "le la les un une des et ou mais je nous tu il elle ils mon ma mes notre ce cet cette ces est sont suis été ai avons veux peux dois en tant que afin de du pour par dans sur avec sans au aux ne pas",
    "el la los las un una unos y o pero yo nosotros tú él ella mi mis este esta estos es son soy he ha quiero puedo necesito como para que de del en por con sin al no se",
    "il lo la gli le un uno una e o ma io noi tu lui lei mio mia questo questa è sono ho ha voglio posso devo come modo da che di del in per con su al non si",
    "o a os as um uma uns e ou mas eu nós tu ele ela meu minha este esta isto é são sou tenho tem quero posso preciso como para que de do da em no na por com sem ao não se",
    "a i nebo ale já my ty on ona ono můj tento tato toto je jsou jsem byl mám má chci mohu jako abych aby v ve na z ze s se si do od pro při že ne",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fnv::hash;

    #[test]
    fn grammar_says_nothing() {
        assert!(["the", "want", "zodat", "möchte", "que"].iter().all(|word| is_stop_word(hash(word))));
        assert!(!["invoice", "export", "users"].iter().any(|word| is_stop_word(hash(word))));
    }
}
