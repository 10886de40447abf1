import { expect, test } from 'vitest';
import { isReceiver } from '../../../src/adapters/http/receiver-url.ts';

test.each([
  'https://example.com/alarms',
  'https://8.8.8.8/',
  'http://127.0.0.1:9000/',
  'http://localhost/',
  'http://[::1]:8080/',
  'http://10.1.2.3/',
  'http://172.31.0.1/',
  'http://192.168.1.1/',
  'http://[fd00::1]/',
  'http://pager:8080/',
  'http://pager.monitoring.svc.cluster.local/',
  'http://pager.internal/',
])('alarms may go to %s', (url) => expect(isReceiver(url)).toBe(true));

test.each([
  'http://example.com/alarms',
  'http://8.8.8.8/',
  'http://172.32.0.1/',
  'http://[2001:db8::1]/',
  'http://127.0.0.1.example.com/',
  'http://10.example.com/',
  'https://user:secret@example.com/',
  'http://secret@localhost/',
  'ftp://localhost/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'localhost',
  '',
])('and not to %j', (url) => expect(isReceiver(url)).toBe(false));
