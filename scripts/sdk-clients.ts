import { readFile } from 'node:fs/promises'
import { run } from './run.ts'

/** A program in `test/` that makes the journey with one SDK. */
export interface SdkClient {
  /** As its reports call it: the language's own name. */
  readonly name: string
  /** What its HTTP client speaks: HTTP/2 with prior knowledge, or over TLS. */
  readonly protocols: readonly string[]
  /** Fetches the SDK and compiles the program; answers the command that runs it, and where. */
  build(): Promise<{ readonly command: string; readonly args: readonly string[]; readonly cwd?: string }>
}

const maven = ['-q', '-B', 'compile', 'dependency:build-classpath', '-Dmdep.outputFile=target/classpath']

/** By the names that `npm run test:sdks` takes. */
export const sdkClients = {
  java: {
    name: 'Java',
    protocols: ['HTTP/1.1', 'HTTP/2'],
    async build() {
      const cwd = 'test/java'
      await run('mvn', maven, { cwd })
      const libraries = await readFile(`${cwd}/target/classpath`, 'utf8')
      return { command: 'java', args: ['-cp', `target/classes:${libraries.trim()}`, 'Journey'], cwd }
    },
  },
  go: {
    name: 'Go',
    protocols: ['HTTP/1.1', 'HTTP/2'],
    async build() {
      const cwd = 'test/go'
      await run('go', ['build', '-o', 'target/journey', '.'], { cwd })
      return { command: './target/journey', args: [], cwd }
    },
  },
  rust: {
    name: 'Rust',
    protocols: ['HTTP/1.1', 'HTTP/2'],
    async build() {
      const cwd = 'test/rust'
      await run('cargo', ['build', '--quiet', '--locked', '--target-dir', 'target'], { cwd })
      return { command: './target/debug/sluice-journey', args: [], cwd }
    },
  },
} as const satisfies Record<string, SdkClient>
