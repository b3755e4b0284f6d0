-- The command and the mappings; everything behind them is loaded on first use.
if vim.g.loaded_rust_agent then
  return
end
vim.g.loaded_rust_agent = true

vim.api.nvim_create_user_command('RustAgent', function(opts)
  require('rust_agent.commands').run(opts.fargs)
end, {
  nargs = '+',
  desc = 'rust-agent-lsp: ask, crates, exercise, explain, feedback, fixall, insert, journal, recognize, rules, '
    .. 'status, suppress, trust, undo',
  complete = function(lead, line, cursor)
    return require('rust_agent.commands').complete(lead, line:sub(1, cursor))
  end,
})

local maps = {
  Ask = { 'ask', desc = 'Ask about Rust, Git, Linux or gh' },
  Explain = { 'explain', desc = 'Explain the diagnostic under the cursor' },
  Exercise = { 'exercise', desc = 'Open an exercise on the diagnostic under the cursor' },
  Insert = { 'insert', desc = 'Insert a pattern at the cursor' },
  Recognize = { 'recognize', desc = 'Show the patterns of the current buffer' },
  FixAll = { 'fixall', desc = 'Fix all like the diagnostic under the cursor in this file' },
  Suppress = { 'suppress', desc = 'Expect the lint under the cursor, with a reason' },
  Helpful = { 'feedback helpful', desc = 'Say that the last explanation or fix helped' },
  NotHelpful = { 'feedback not-helpful', desc = 'Say that the last explanation or fix did not help' },
  Journal = { 'journal', desc = 'Show the fixes that were applied' },
  Undo = { 'undo', desc = 'Take back the latest fix' },
  Status = { 'status', desc = 'Show the state of the server' },
}
for name, map in pairs(maps) do
  local keys = ('<Cmd>RustAgent %s<CR>'):format(map[1])
  vim.keymap.set('n', ('<Plug>(RustAgent%s)'):format(name), keys, { desc = map.desc })
end
