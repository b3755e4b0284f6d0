use std::fmt;

#[derive(Debug)]
enum OrderError {
    MissingField(&'static str),
    BadNumber(String),
}

impl fmt::Display for OrderError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            OrderError::MissingField(name) => write!(f, "missing field {}", name),
            OrderError::BadNumber(why) => write!(f, "bad number: {}", why),
        }
    }
}

struct Order {
    product: String,
    quantity: u32,
}

fn parse_order(line: &str) -> Result<Order, OrderError> {
    let mut parts = line.split(',').map(str::trim);
    let product = parts.next().filter(|p| !p.is_empty()).ok_or(OrderError::MissingField("product"))?;
    let quantity = parts.next().ok_or(OrderError::MissingField("quantity"))?;
    let quantity = quantity.parse::<u32>().map_err(|e| OrderError::BadNumber(e.to_string()))?;
    Ok(Order { product: product.to_string(), quantity })
}

fn main() {
    for line in ["apples, 12", "pears", "plums, many", ", 3"] {
        match parse_order(line) {
            Ok(o) => println!("{} x {}", o.quantity, o.product),
            Err(e) => println!("{:?}: {}", line, e),
        }
    }
}
