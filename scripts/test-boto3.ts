/** The newest boto3, in a virtual environment made here, against real servers and a real model server. */
import { pythonWith } from './python-environment.ts'
import { runPytest } from './run-pytest.ts'

await runPytest(await pythonWith('boto3', 'pytest'), { name: 'boto3', paths: ['test/boto3', 'examples/testing'] })
