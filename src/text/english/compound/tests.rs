use super::*;

fn parts(text: &str, found: Option<Coordination>) -> Option<(&str, &str)> {
    found.map(|found| (&text[found.first], &text[found.second]))
}

fn acts(means: &str) -> Option<(&str, &str)> {
    parts(means, actions(means, "I want"))
}

#[test]
fn two_actions() {
    assert_eq!(acts("to create invoices and delete accounts"), Some(("create invoices", "delete accounts")));
    assert_eq!(acts("to be able to add or remove users"), Some(("add", "remove users")));
    assert_eq!(acts("to view the total, and to share it"), Some(("view the total", "share it")));
    assert_eq!(acts("to filter, sort and group the list"), Some(("filter, sort", "group the list")));
    assert_eq!(acts("to pay the bill and report the day"), Some(("pay the bill", "report the day")));
    assert_eq!(acts("the system to check the date and send a letter"), Some(("check the date", "send a letter")));
    assert_eq!(parts("print and post the bill", actions("print and post the bill", "I can")), Some(("print", "post the bill")));
    assert_eq!(acts("to pay, and I expect a receipt"), Some(("to pay", "I expect a receipt")));
}

#[test]
fn one_action() {
    for means in [
        "to see the name and address",
        "to drag and drop a card",
        "search and filter options",
        "a page that shows the total and links the bill",
        "to see a list of orders and returns",
        "to allow clerks to open and close the till",
        "to know when the month starts and ends",
        "to print (or save) the bill",
    ] {
        assert_eq!(acts(means), None, "{means}");
    }
}

#[test]
fn two_roles() {
    for role in ["admin or editor", "cataloger and a collections manager", "buyer/seller", "site admin or guest"] {
        assert!(roles(role).is_some(), "{role}");
    }
    for role in ["research and development manager", "HR and payroll clerk", "customer and partner manager", "user of web and phone"] {
        assert_eq!(roles(role), None, "{role}");
    }
}

#[test]
fn two_objects() {
    assert!(objects("to export invoices and receipts", true).is_some());
    assert_eq!(objects("to export invoices and receipts", false), None);
    assert!(objects("to export my invoices and the receipts of others", false).is_some());
    assert_eq!(objects("to see the page that lists orders and returns", true), None);
    assert_eq!(objects("to choose `a` or `b`", true), None);
}
