use super::*;

/// Role, means and benefit of the statement in a text.
fn read(text: &str) -> (String, String, String) {
    let found = find(text).unwrap_or_else(|| panic!("no statement in {text}"));
    let part = |range: &Option<Range<usize>>| range.clone().map_or(String::new(), |range| text[range].to_owned());
    (part(&found.role), part(&found.means), part(&found.benefit))
}

fn is(text: &str, role: &str, means: &str, benefit: &str) {
    assert_eq!(read(text), (role.to_owned(), means.to_owned(), benefit.to_owned()), "{text}");
}

#[test]
fn families_of_wishes() {
    is("As a clerk, I want to print the bill.", "clerk", "to print the bill", "");
    is("As the clerk I'd like a list so I can call people", "clerk", "a list", "so I can call people");
    is("as an editor, I don't want spam because it costs time", "editor", "spam", "because it costs time");
    is("As a clerk I also need to see the total in order to pay.", "clerk", "to see the total", "in order to pay");
    is("As Finance, we would like one export, so that nobody copies by hand.", "Finance", "one export", "so that nobody copies by hand");
    is("As a clerk I can search, so the line moves.", "clerk", "search", "so the line moves");
}

#[test]
fn shapes() {
    is("- **As a** clerk\n- **I want** a list\n- **So that** I can call", "clerk", "a list", "So that** I can call");
    is("> As a clerk\n> I want a list\n> so that I can call\n> Open since May.", "clerk", "a list", "so that I can call");
    is("As a clerk, I want a list.\nSo that I can call.", "clerk", "a list", "So that I can call");
    is("Background. As a clerk, I want a list", "clerk", "a list", "");
    is("In order to call people, as a clerk, I want a list", "clerk", "a list", "In order to call people");
    is("When the month ends, I want a list, so I can call people", "", "a list", "so I can call people");
    is("As a clerk I wan to print so taht nobody waits", "clerk", "to print", "so taht nobody waits");
}

#[test]
fn languages() {
    is("Als boekhouder wil ik een export, zodat ik kan betalen.", "boekhouder", "een export", "zodat ik kan betalen");
    is("Als Sachbearbeiterin möchte ich filtern, damit ich schneller bin.", "Sachbearbeiterin", "filtern", "damit ich schneller bin");
    is("En tant que comptable, je veux un export afin de payer.", "comptable", "un export", "afin de payer");
    is("Como usuario quiero buscar para encontrar libros.", "usuario", "buscar", "para encontrar libros");
    is("Come utente voglio cercare in modo da trovare libri.", "utente", "cercare", "in modo da trovare libri");
    is("Como usuário, eu quero buscar para que eu encontre livros.", "usuário", "buscar", "para que eu encontre livros");
    is("Jako účetní chci export, abych mohla platit.", "účetní", "export", "abych mohla platit");
}

#[test]
fn what_is_no_statement() {
    for text in ["As a result, I can see the list.", "The list works as a filter.", "As soon as we want to", "I can see it.", "We want to"]
    {
        let whole = find(text).filter(|found| found.role.is_some());
        assert_eq!(whole, None, "{text}");
    }
}

#[test]
fn hostile_text_ends() {
    for text in ["as a ", "as a x, i ", "in order to ", "when ", "as a. ", "so that i want ", "- as a\n"] {
        let _ = find(&text.repeat(200_000));
    }
}

#[test]
fn what_lacks_a_part() {
    let alone = find("I want to print the bill").unwrap();
    assert!(alone.role.is_none() && alone.wish.is_some());
    let acts = find("As a clerk, I print the bill").unwrap();
    assert!(acts.role.is_some() && acts.wish.is_none());
}
