#[derive(Debug, Clone)]
struct ServerOptions {
    host: String,
    port: u16,
    workers: usize,
    verbose: bool,
}

impl Default for ServerOptions {
    fn default() -> Self {
        ServerOptions {
            host: "127.0.0.1".to_string(),
            port: 8080,
            workers: 4,
            verbose: false,
        }
    }
}

fn from_args(args: &[&str]) -> Result<ServerOptions, String> {
    let mut options = ServerOptions::default();
    let mut it = args.iter();
    while let Some(&flag) = it.next() {
        match flag {
            "-v" | "--verbose" => options.verbose = true,
            "--port" => {
                let raw = it.next().ok_or("--port needs a value")?;
                options.port = raw.parse().map_err(|_| format!("bad port {}", raw))?;
            }
            "--host" => options.host = it.next().ok_or("--host needs a value")?.to_string(),
            other => return Err(format!("unknown flag {}", other)),
        }
    }
    Ok(options)
}

fn main() {
    let runs: [&[&str]; 4] = [&[], &["--port", "9000", "-v"], &["--port", "x"], &["--fast"]];
    for args in runs {
        match from_args(args) {
            Ok(o) => println!("{}:{} workers={} verbose={}", o.host, o.port, o.workers, o.verbose),
            Err(e) => println!("error: {}", e),
        }
    }
    let small = ServerOptions { workers: 1, ..Default::default() };
    println!("{:?}", small);
}
