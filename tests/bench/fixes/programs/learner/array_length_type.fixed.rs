const DAYS: usize = 7;

fn weekly(sales: &[u32; DAYS]) -> (u32, usize) {
    let total = sales.iter().sum();
    let mut best = 0;
    for day in 1..DAYS {
        if sales[day] > sales[best] {
            best = day;
        }
    }
    (total, best)
}

fn main() {
    let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let sales: [u32; DAYS] = [3, 8, 2, 9, 14, 20, 0];
    let (total, best) = weekly(&sales);
    println!("{total} sold, best on {}", names[best]);
}
