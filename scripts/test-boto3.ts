/** The newest boto3 and MiniStack, in a virtual environment made here, against real servers and a real model server. */
import { pythonWith } from './python-environment.ts'
import { runPytest } from './run-pytest.ts'

await runPytest(await pythonWith('boto3', 'ministack', 'pytest'), { name: 'boto3', paths: ['test/boto3', 'examples/testing'] })
