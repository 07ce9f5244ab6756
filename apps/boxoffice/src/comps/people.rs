//! The people of a pasted list, one per line: `Ada Lovelace, ada@example.org`.

use platform_texts::t;
use platform_types::{EmailAddress, PersonName};

/// At most so many at once: their stock is locked while they are written.
pub const MOST: usize = 200;

/// Somebody who is given a ticket.
#[derive(Clone, Debug)]
pub struct Person {
    /// On the ticket.
    pub name: PersonName,
    /// Where it goes.
    pub email: EmailAddress,
}

/// Reads the lines, or says of each wrong one what is wrong with it. Between name and address stands a comma, a
/// semicolon, or the tab of a spreadsheet; empty lines are none.
pub fn read_people(text: &str) -> Result<Vec<Person>, Vec<String>> {
    let lines: Vec<(usize, &str)> = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).collect();
    if lines.is_empty() {
        return Err(vec![t!("comps-people-missing").into_owned()]);
    }
    if lines.len() > MOST {
        return Err(vec![t!("comps-people-many", people = lines.len(), most = MOST).into_owned()]);
    }
    let (mut people, mut wrong) = (Vec::new(), Vec::new());
    for (number, line) in lines {
        match person(line) {
            Ok(person) => people.push(person),
            Err(why) => wrong.push(
                t!("comps-people-line", number = number, text = line.trim().chars().take(60).collect::<String>(), why = why).into_owned(),
            ),
        }
    }
    if wrong.is_empty() { Ok(people) } else { Err(wrong) }
}

fn person(line: &str) -> Result<Person, String> {
    // The last one: a name may have a comma in it, an address does not.
    let (name, email) = line.trim().rsplit_once([',', ';', '\t']).ok_or_else(|| t!("comps-people-comma"))?;
    let name = name.trim().trim_end_matches([',', ';']).parse::<PersonName>().map_err(|e| e.to_string())?;
    let email = email.trim().parse::<EmailAddress>().map_err(|e| e.to_string())?;
    Ok(Person { name, email })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_as_people_paste_them() {
        let people =
            read_people("Ada Lovelace, ada@example.org\r\n\n  Zoë; Zoe@Example.org \nأمل\tamal@example.org\nDoe, Jane, jane@example.org")
                .unwrap();
        let read: Vec<(&str, &str)> = people.iter().map(|p| (p.name.as_str(), p.email.as_str())).collect();
        assert_eq!(
            read,
            [
                ("Ada Lovelace", "ada@example.org"),
                ("Zoë", "zoe@example.org"),
                ("أمل", "amal@example.org"),
                ("Doe, Jane", "jane@example.org")
            ]
        );
    }

    #[test]
    fn every_wrong_line_is_named() {
        let wrong = read_people("Ada, ada@example.org\nBob\n, bob@example.org\nCleo, cleo@").unwrap_err();
        assert_eq!(wrong.len(), 3);
        assert!(wrong[0].starts_with("Line 2, “Bob”: put a comma"), "{wrong:?}");
        assert!(wrong[1].starts_with("Line 3,") && wrong[2].starts_with("Line 4,"), "{wrong:?}");
        assert_eq!(read_people(" \n ").unwrap_err().len(), 1);
        assert!(read_people(&"A, a@example.org\n".repeat(MOST + 1)).unwrap_err()[0].contains("201 people"));
    }
}
