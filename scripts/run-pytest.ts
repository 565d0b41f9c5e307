import { run } from './run.ts'
import { startTestServers } from './test-servers.ts'

/** Runs the tests under `paths` against real servers, and writes `test-results/{name}.xml`; what follows the script's name goes to pytest. */
export const runPytest = async (
  python: string,
  { name, paths }: { readonly name: string; readonly paths: readonly string[] },
): Promise<void> => {
  await using servers = await startTestServers()
  const report = `--junit-xml=test-results/${name}.xml`
  await run(python, ['-m', 'pytest', '-q', ...paths, report, '-p', 'no:cacheprovider', ...process.argv.slice(2)], { env: servers.env })
}
