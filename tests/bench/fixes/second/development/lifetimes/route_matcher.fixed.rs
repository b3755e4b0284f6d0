struct Route {
    pattern: String,
    page: &'static str,
}

fn matcher(route: &Route) -> Box<dyn Fn(&str) -> bool + '_> {
    if let Some(prefix) = route.pattern.strip_suffix('*') {
        Box::new(move |path| path.starts_with(prefix))
    } else {
        Box::new(move |path| path == route.pattern)
    }
}

fn resolve(routes: &[Route], path: &str) -> &'static str {
    routes
        .iter()
        .find(|route| matcher(route)(path))
        .map(|route| route.page)
        .unwrap_or("404")
}

fn main() {
    let routes = vec![
        Route { pattern: "/".to_string(), page: "home" },
        Route { pattern: "/blog/*".to_string(), page: "post" },
        Route { pattern: "/about".to_string(), page: "about" },
    ];

    for path in ["/", "/blog/2024/rust", "/about", "/about/us"] {
        println!("{:<16} {}", path, resolve(&routes, path));
    }
}
