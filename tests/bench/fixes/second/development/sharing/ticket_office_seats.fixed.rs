use std::sync::{Arc, Mutex};
use std::thread;

struct Hall {
    free: u32,
    revenue: u32,
}

fn sell(hall: &Arc<Mutex<Hall>>, wanted: u32, price: u32) -> bool {
    let mut hall = hall.lock().unwrap();
    if hall.free < wanted {
        return false;
    }
    hall.free -= wanted;
    hall.revenue += wanted * price;
    true
}

fn main() {
    let hall = Arc::new(Mutex::new(Hall { free: 50, revenue: 0 }));

    let booths: Vec<_> = [12, 8, 15]
        .into_iter()
        .map(|price| {
            let hall = Arc::clone(&hall);
            thread::spawn(move || (0..5).filter(|_| sell(&hall, 2, price)).count())
        })
        .collect();

    let sales: usize = booths.into_iter().map(|b| b.join().unwrap()).sum();
    println!("{} sales", sales);

    let big = sell(&hall, 30, 10);
    println!("group of 30 accepted: {}", big);

    let end = hall.lock().unwrap();
    println!("{} seats free, {} earned", end.free, end.revenue);
}
