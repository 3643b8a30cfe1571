//! Reads the figures out of what cargo and pytest print.

use super::tally::Outcome;

/// Adds up every `test result:` line of `cargo test`.
pub fn cargo(output: &str) -> Outcome {
    let mut sum = Outcome::default();
    for line in output.lines().filter(|l| l.starts_with("test result:")) {
        let [passed, failed, ignored] = ["passed", "failed", "ignored"].map(|w| before(line, w));
        sum.passed += passed;
        sum.failed += failed;
        if ignored > 0 {
            sum.notes.push(format!("{ignored} ignored: {line}"));
        }
    }
    sum
}

/// Reads pytest's summary: the last line that counts something, and its lines about skips and failures.
pub fn pytest(output: &str) -> Outcome {
    let counts = |l: &&str| {
        let words = ["passed", "failed", "error", "errors", "skipped"];
        l.contains(" in ") && words.iter().any(|w| before(l, w) > 0)
    };
    let last = output.lines().rfind(counts).unwrap_or_default();
    let [passed, failed, error, errors, xpassed] =
        ["passed", "failed", "error", "errors", "xpassed"].map(|w| before(last, w));
    let told = |l: &&str| ["SKIPPED", "FAILED ", "ERROR "].iter().any(|w| l.starts_with(w));
    Outcome {
        passed,
        failed: failed + error + errors + xpassed,
        notes: output.lines().filter(told).map(String::from).collect(),
    }
}

/// The number in front of a word: 12 in `12 passed, 3 failed` before `passed`.
fn before(line: &str, word: &str) -> u64 {
    let words: Vec<&str> = line.split([' ', ',', ';', '=']).filter(|w| !w.is_empty()).collect();
    words.windows(2).find(|w| w[1] == word).and_then(|w| w[0].parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_counts_every_binary() {
        let output = "running 2 tests\n\
            test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
            test result: FAILED. 3 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out\n";
        let sum = cargo(output);
        assert_eq!((sum.passed, sum.failed, sum.notes.len()), (5, 1, 1));
    }

    #[test]
    fn pytest_counts() {
        for (line, passed, failed) in [
            ("412 passed, 3 skipped in 4.21s", 412, 0),
            ("===== 1 failed, 12 passed, 2 errors in 0.5s =====", 12, 3),
            ("1 error in 0.10s", 0, 1),
            ("10 passed, 1 xpassed, 4 xfailed in 61.02s (0:01:01)", 10, 1),
            ("no tests ran in 0.01s", 0, 0),
        ] {
            let sum = pytest(&format!("....\n{line}\n"));
            assert_eq!((sum.passed, sum.failed), (passed, failed), "{line}");
        }
    }

    #[test]
    fn pytest_tells_why_it_skips() {
        let sum =
            pytest("SKIPPED [2] tests/python/test_x.py:8: needs 3.14\n5 passed, 2 skipped in 1s\n");
        assert_eq!(sum.notes, ["SKIPPED [2] tests/python/test_x.py:8: needs 3.14"]);
    }
}
