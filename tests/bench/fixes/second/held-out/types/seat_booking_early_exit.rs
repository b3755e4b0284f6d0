#[derive(Debug)]
enum BookingError {
    OutOfRange(usize),
    Taken(usize),
}

struct Theatre {
    seats: Vec<Option<String>>,
}

impl Theatre {
    fn with_seats(n: usize) -> Self {
        Theatre { seats: vec![None; n] }
    }

    fn book(&mut self, seat: usize, name: &str) -> Result<usize, BookingError> {
        if seat >= self.seats.len() {
            Err(BookingError::OutOfRange(seat))
        }
        if self.seats[seat].is_some() {
            Err(BookingError::Taken(seat))
        }
        self.seats[seat] = Some(name.to_string());
        Ok(self.seats.iter().filter(|s| s.is_none()).count())
    }
}

fn main() {
    let mut theatre = Theatre::with_seats(4);
    let wishes = [(0, "Ana"), (2, "Bo"), (2, "Cy"), (9, "Di")];
    for (seat, name) in wishes {
        match theatre.book(seat, name) {
            Ok(free) => println!("{} has seat {}, {} free", name, seat, free),
            Err(e) => println!("{}: {:?}", name, e),
        }
    }
}
