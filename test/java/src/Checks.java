import java.util.Objects;
import java.util.function.Supplier;

/** Tells each check on a line of its own: {@code ok NAME} or {@code failed NAME: WHY}. */
final class Checks {
  private static final int ATTEMPTS = 600;
  private static boolean failed = false;

  private Checks() {}

  interface Action {
    void run() throws Exception;
  }

  static void check(String name, Action action) {
    try {
      action.run();
      System.out.println("ok " + name);
    } catch (Exception | AssertionError failure) {
      failed = true;
      System.out.println("failed " + name + ": " + failure.toString().replaceAll("\\s+", " "));
    }
  }

  static void equal(Object expected, Object actual) {
    if (!Objects.equals(expected, actual)) throw new AssertionError("expected " + expected + ", got " + actual);
  }

  static void holds(String what, boolean value) {
    if (!value) throw new AssertionError("not so: " + what);
  }

  /** @return what {@code action} throws, which must be of this class. */
  static <E extends Exception> E thrown(Class<E> type, Action action) {
    try {
      action.run();
    } catch (Exception failure) {
      var cause = failure instanceof java.util.concurrent.ExecutionException ? failure.getCause() : failure;
      if (type.isInstance(cause)) return type.cast(cause);
      throw new AssertionError("expected " + type.getSimpleName() + ", got " + cause, cause);
    }
    throw new AssertionError("expected " + type.getSimpleName() + ", got an answer");
  }

  /** Asks until it holds. */
  static void await(String what, Supplier<Boolean> holds) throws InterruptedException {
    for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (holds.get()) return;
      Thread.sleep(50);
    }
    throw new AssertionError("never so: " + what);
  }

  static int exitCode() {
    return failed ? 1 : 0;
  }
}
