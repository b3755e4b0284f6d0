-- A user's whole configuration, with the prompts answered from `_G.answer` and written down.
local given = vim.json.decode(vim.env.RUST_AGENT_TEST)

if given.package then
  vim.opt.packpath:append(given.package)
else
  vim.opt.runtimepath:append(given.plugin)
end
vim.o.swapfile = false
vim.g.rust_agent = { trusted = true }
-- Under the name of nvim-lspconfig, of rustaceanvim, and of nobody in particular.
for _, name in ipairs({ 'rust_analyzer', 'rust-analyzer', 'ra' }) do
  vim.lsp.config(name, {
    cmd = { given.rust_analyzer },
    filetypes = { 'rust' },
    root_markers = { 'Cargo.toml' },
    settings = { ['rust-analyzer'] = given.rust_analyzer_settings },
  })
end
vim.lsp.config('rust_agent', { cmd = given.server, init_options = given.options })

_G.answer = 'Apply'
_G.asked = {}
_G.said = {}

local function float_text()
  local text = {}
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      vim.list_extend(text, vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false))
    end
  end
  return table.concat(text, '\n')
end
_G.float_text = float_text

-- Offered code actions: take the first of ours that passed. Every other question: by its title.
vim.ui.select = function(items, opts, on_choice)
  local chosen
  for _, item in ipairs(items) do
    if opts.kind == 'codeaction' then
      local data = item.action.data
      local ours = vim.lsp.get_client_by_id(item.ctx.client_id).name == 'rust_agent'
      chosen = chosen or (ours and data and data.verification == 'passed' and item) or nil
    elseif item == _G.answer or (type(item) == 'table' and (item.title == _G.answer or item.id == _G.pattern)) then
      chosen = item
    end
  end
  if opts.kind ~= 'codeaction' then
    table.insert(_G.asked, { prompt = opts.prompt, kind = opts.kind, float = float_text() })
  end
  on_choice(chosen)
end

_G.reason = 'it is shown below'
vim.ui.input = function(opts, on_confirm)
  table.insert(_G.asked, { prompt = opts.prompt, kind = 'input', float = '' })
  on_confirm(_G.reason)
end

vim.fn.confirm = function(message)
  table.insert(_G.asked, { prompt = message, kind = 'confirm', float = '' })
  return _G.answer == 'Apply' and 1 or 2
end

vim.notify = function(message)
  table.insert(_G.said, message)
end
