use std::rc::Rc;

struct Route {
    path: String,
    handler: String,
}

struct Config {
    host: String,
    routes: Vec<Route>,
}

struct Server {
    port: u16,
    config: Rc<Config>,
}

impl Server {
    fn describe(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for route in self.config.routes {
            lines.push(format!(
                "{}:{}{} -> {}",
                self.config.host, self.port, route.path, route.handler
            ));
        }
        lines
    }
}

fn main() {
    let config = Rc::new(Config {
        host: "localhost".into(),
        routes: vec![
            Route { path: "/".into(), handler: "index".into() },
            Route { path: "/users".into(), handler: "list_users".into() },
        ],
    });

    let servers: Vec<Server> = [8080, 8081]
        .iter()
        .map(|&port| Server { port, config: Rc::clone(&config) })
        .collect();

    for server in &servers {
        for line in server.describe() {
            println!("{}", line);
        }
    }
}
