import { readFileSync } from 'node:fs'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import type { Flags, Surroundings } from './load-configuration.ts'
import type { PolicyCheckFlags } from './policy-check.ts'
import type { RunFlags } from './run.ts'
import type { ServeFlags } from './serve.ts'
import type { ValidateFlags } from './validate.ts'
import type { WatchFlags } from './watch.ts'

const wrongUsage = 2

/** Runs one command line to its end and answers the exit code: 1 for a failure that it has named, 2 for wrong usage. */
export const runProgram = async (args: readonly string[]): Promise<number> => {
  // The program outlives whoever read its first lines through a pipe.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  let exitCode = 0
  const surroundings = { environment: process.env, workingDirectory: process.cwd() }
  try {
    await program(surroundings, (code) => (exitCode = code)).parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    // Commander has said already what is wrong with the usage.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : wrongUsage
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  }
}

// A command is imported when it runs: the server is most of the program, and --help needs none of it.
const program = (surroundings: Surroundings, onExitCode: (code: number) => void): Command => {
  const sluice = new Command('sluice')
    .description('The open, self-hosted runtime for Amazon Bedrock Flows.')
    .version(version())
    .exitOverride()
  sluice
    .command('serve')
    .description('start the server')
    .addOption(new Option('--host <host>', 'the address to listen on (SLUICE_HOST)'))
    .addOption(new Option('--port <port>', 'the port, 0 for any free one (SLUICE_PORT)').argParser(portOf))
    .addOption(new Option('--data-dir <directory>', 'where everything is kept (SLUICE_DATA_DIR)'))
    .addOption(configFile())
    .addOption(new Option('--insecure-open', 'listen beyond loopback although access.mode is open, which takes any credential'))
    .addOption(new Option('--watch', 'prepare a declared flow again, and load a local function anew, when its file changes'))
    .action(async (flags: ServeFlags) => {
      const { serve } = await import('./serve.ts')
      await serve(flags, surroundings)
    })
  sluice
    .command('run')
    .description('run a flow definition to its end, without a server')
    .argument('<file>', 'the definition: JSON, YAML, or what aws bedrock-agent get-flow prints')
    .addOption(new Option('--input <json>', 'what the Input node puts out, or @FILE: \'"tea"\', \'{"lines":4}\'').makeOptionMandatory())
    .addOption(
      new Option(
        '--model <route>',
        'PATTERN=PROVIDER/MODEL, PATTERN=PROVIDER or PATTERN=BUILT-IN, before the routes of the configuration',
      ).argParser(collected),
    )
    .addOption(new Option('--trace', 'with the values of every node'))
    .addOption(new Option('--format <format>', 'what standard output has').choices(['text', 'json']).default('text'))
    .addOption(configFile())
    .action(async (file: string, flags: RunFlags) => {
      const { run } = await import('./run.ts')
      onExitCode(await run(file, flags, surroundings))
    })
  sluice
    .command('validate')
    .description('say what is wrong with flow definitions, and where')
    .argument('<file...>', 'definitions: JSON, YAML, or what aws bedrock-agent get-flow prints; - for the standard input')
    .addOption(new Option('--no-lint', 'only what the compiler finds: not what may stand between the flow and AWS, or does nothing'))
    .addOption(new Option('--format <format>', 'what standard output has').choices(['text', 'json']).default('text'))
    .action(async (files: readonly string[], flags: ValidateFlags) => {
      const { validate } = await import('./validate.ts')
      onExitCode(await validate(files, flags, surroundings))
    })
  sluice
    .command('watch')
    .description('tell what happens in an execution of a running server, as it happens')
    .argument('<arn>', "the execution's ARN")
    .addOption(
      new Option(
        '--endpoint-url <url>',
        'the server (AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME, AWS_ENDPOINT_URL; else http://127.0.0.1:4680)',
      ),
    )
    .addOption(new Option('--profile <name>', "credentials of a profile in AWS's shared files (AWS_PROFILE, AWS_ACCESS_KEY_ID; else any)"))
    .addOption(new Option('--trace', 'with the values of every node'))
    .action(async (arn: string, flags: WatchFlags) => {
      const { watch } = await import('./watch.ts')
      onExitCode(await watch(arn, flags, surroundings))
    })
  sluice
    .command('policy')
    .description('work with IAM policies')
    .command('check')
    .description('say what is wrong with policies, or what they decide together: exit code 0 allows, 3 denies, 1 is a policy that is wrong')
    .argument('<file...>', 'IAM policies of one identity: JSON or YAML; - for the standard input')
    .addOption(new Option('--action <action>', 'what somebody wants to do, as bedrock:StopFlowExecution'))
    .addOption(new Option('--resource <arn>', 'on what; left out where the action is about no resource'))
    .addOption(new Option('--user-arn <arn>', 'who, as arn:aws:iam::123456789012:user/alice'))
    .addOption(
      new Option('--context <key=value>', 'what else the request says, as aws:SourceIp=203.0.113.7; repeatable').argParser(collected),
    )
    .addOption(new Option('--format <format>', 'what standard output has').choices(['text', 'json']).default('text'))
    .action(async (files: readonly string[], flags: PolicyCheckFlags) => {
      const { policyCheck } = await import('./policy-check.ts')
      onExitCode(await policyCheck(files, flags, surroundings))
    })
  sluice
    .command('config')
    .description('work with the configuration')
    .command('check')
    .description('check the configuration and say what is wrong with it')
    .addOption(configFile())
    .action(async (flags: Flags) => {
      const { configCheck } = await import('./config-check.ts')
      process.stdout.write(`${await configCheck(flags, surroundings, process.stdout)}\n`)
    })
  return sluice
}

const configFile = (): Option =>
  new Option('--config <file>', 'the configuration (SLUICE_CONFIG; else sluice.config.yaml, if there is one)')

const collected = (text: string, before: readonly string[] = []): readonly string[] => [...before, text]

const portOf = (text: string): number => {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.')
}

const version = (): string => {
  const { version: text }: { version: string } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  return text
}
