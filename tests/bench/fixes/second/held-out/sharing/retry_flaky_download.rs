#[derive(Debug)]
enum FetchError {
    Timeout,
    Gone,
}

fn retry<F>(max: u32, op: F) -> Result<String, FetchError>
where
    F: FnOnce(u32) -> Result<String, FetchError>,
{
    let mut last = FetchError::Gone;
    for attempt in 1..=max {
        match op(attempt) {
            Ok(body) => return Ok(body),
            Err(e) => {
                println!("attempt {} failed: {:?}", attempt, e);
                last = e;
            }
        }
    }
    Err(last)
}

fn main() {
    let host = String::from("mirror-a");

    let page = retry(4, |n| {
        if n < 3 {
            Err(FetchError::Timeout)
        } else {
            Ok(format!("hello from {} on try {}", host, n))
        }
    });
    println!("{}", page.unwrap());

    let missing = retry(2, |_| Err(FetchError::Gone));
    println!("{:?}", missing.is_err());
}
