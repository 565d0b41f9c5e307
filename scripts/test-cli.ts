/** The newest AWS CLI, in a virtual environment made here, against real servers and a real model server. */
import { pythonWith } from './python-environment.ts'
import { runPytest } from './run-pytest.ts'

await runPytest(await pythonWith('awscli', 'pytest'), { name: 'aws-cli', paths: ['test/aws-cli'] })
