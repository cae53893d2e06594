@echo off
rem Dobbeltklik: planen rettes i browseren. Andre kommandoer: start.cmd help
chcp 65001 >nul
cd /d "%~dp0"
set PYTHONUTF8=1
set "ORD=%*"
if not defined ORD set "ORD=ret"
where py >nul 2>nul
if errorlevel 1 (python -m commands %ORD%) else (py -3 -m commands %ORD%)
if errorlevel 1 (
  echo.
  echo Gik det ikke? Python 3.11 eller nyere skal vaere paa maskinen: python.org
  pause
)
