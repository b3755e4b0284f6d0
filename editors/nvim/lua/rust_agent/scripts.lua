--- Shows shell scripts, and what else holds commands, to a server that runs already for Rust.
local name = require('rust_agent').name

local M = {}

local scripts = { 'sh', 'bash' }
local everywhere = { 'sh', 'bash', 'make', 'dockerfile', 'markdown', 'yaml', 'yaml.github', 'yaml.ghaction' }

--- The filetypes in which the user wants commands explained.
---@param client vim.lsp.Client
---@return string[]
local function wanted(client)
  local mode = vim.tbl_get(client.settings or {}, 'rustAgent', 'hover', 'commands')
    or vim.tbl_get(client.config.init_options or {}, 'hover', 'commands')
  if mode == 'never' then
    return {}
  end
  return mode == 'everywhere' and everywhere or scripts
end

---@param bufnr integer
---@param client vim.lsp.Client
local function attach(bufnr, client)
  if not vim.api.nvim_buf_is_loaded(bufnr) or vim.bo[bufnr].buftype ~= '' then
    return
  end
  local filetype = vim.bo[bufnr].filetype
  local is_workflow = vim.api.nvim_buf_get_name(bufnr):find('/%.github/workflows/') ~= nil
  if vim.list_contains(wanted(client), filetype) and (is_workflow or not vim.startswith(filetype, 'yaml')) then
    vim.lsp.buf_attach_client(bufnr, client.id)
  end
end

function M.enable()
  local group = vim.api.nvim_create_augroup('rust_agent.scripts', {})
  vim.api.nvim_create_autocmd('FileType', {
    group = group,
    pattern = everywhere,
    callback = function(event)
      -- Neovim itself looks first at who belongs to the buffer now, and lets go of all others.
      vim.schedule(function()
        for _, client in ipairs(vim.lsp.get_clients({ name = name })) do
          if vim.api.nvim_buf_is_valid(event.buf) then
            attach(event.buf, client)
          end
        end
      end)
    end,
  })
  vim.api.nvim_create_autocmd('LspAttach', {
    group = group,
    callback = function(event)
      local client = vim.lsp.get_client_by_id(event.data.client_id)
      if client and client.name == name and vim.bo[event.buf].filetype == 'rust' then
        for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
          attach(bufnr, client)
        end
      end
    end,
  })
end

return M
