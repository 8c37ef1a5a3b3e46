//! The `taghtia` command.

fn main() -> std::process::ExitCode {
    taghtia::cli::main()
}
