use std::error::Error;
use std::fmt::Debug;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use aws_sdk_bedrockagent::error::SdkError;

pub type Outcome<T = ()> = Result<T, Box<dyn Error>>;

const ATTEMPTS: usize = 600;

static FAILED: AtomicBool = AtomicBool::new(false);

pub fn failed() -> bool {
    FAILED.load(Ordering::Relaxed)
}

/// Tells how it went on a line of its own: `ok NAME` or `failed NAME: WHY`.
pub async fn check(name: &str, action: impl Future<Output = Outcome>) {
    match action.await {
        Ok(()) => println!("ok {name}"),
        Err(failure) => {
            FAILED.store(true, Ordering::Relaxed);
            let why = format!("{failure:?}");
            println!("failed {name}: {}", why.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
}

pub fn equal<T: PartialEq + Debug>(expected: T, actual: T) -> Outcome {
    if expected == actual {
        Ok(())
    } else {
        Err(format!("expected {expected:?}, got {actual:?}").into())
    }
}

pub fn holds(what: &str, value: bool) -> Outcome {
    if value { Ok(()) } else { Err(format!("not so: {what}").into()) }
}

/// The exception that an answer must be, with its status.
pub fn refused<T, E: Debug>(status: u16, answer: Result<T, SdkError<E>>) -> Outcome<E> {
    match answer {
        Err(SdkError::ServiceError(error)) => {
            equal(status, error.raw().status().as_u16())?;
            Ok(error.into_err())
        }
        Err(other) => Err(format!("expected status {status}, got {other:?}").into()),
        Ok(_) => Err(format!("expected status {status}, got an answer").into()),
    }
}

/// Asks until it holds.
pub async fn until(what: &str, holds: impl AsyncFn() -> Outcome<bool>) -> Outcome {
    for _ in 0..ATTEMPTS {
        if holds().await? {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Err(format!("never so: {what}").into())
}
